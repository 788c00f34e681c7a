import type { AskedAnswers } from '../../answers/answers.ts';
import type { Questionnaires } from '../../answers/questionnaire/questionnaires.ts';
import type { Messages } from '../../kernel/messages.ts';
import { actReaders, type Acts } from './acts.ts';
import type { Passage, SearchSource } from './document.ts';
import type { FileTexts } from './file-texts.ts';
import type { Places } from './places.ts';

type Latest = Awaited<ReturnType<AskedAnswers['listLatest']>>[number];

/** Contents that are read as files are; a day says nothing that its title does not. */
const isFile = ({ answer }: Latest) =>
  answer.contentKind !== 'questionnaire' && answer.contentKind !== 'date';
/** What an antivirus complained of is not opened. */
const isReadable = (latest: Latest) =>
  latest.kept && isFile(latest) && latest.answer.scan?.state !== 'infected';

/**
 * What offices sent back, the latest version of each territory: a questionnaire's answers in words, a file by its
 * title and its name at once, and by its text once it was read.
 */
export function answersSource({
  answers,
  questionnaires,
  acts,
  files,
  places,
  messages,
}: {
  answers: Pick<AskedAnswers, 'listLatest' | 'findAnswer'>;
  questionnaires: Pick<Questionnaires, 'sayAnswer'>;
  acts: Acts;
  files: FileTexts;
  places: Places;
  messages: Messages;
}): SearchSource {
  const listed = async () =>
    (await answers.listLatest()).flatMap((latest) => {
      const act = acts.get(latest.request.instructionId);
      return act === undefined ? [] : [{ ...latest, act }];
    });

  async function passagesOf(latest: Latest): Promise<readonly Passage[]> {
    const { request, answer } = latest;
    if (isReadable(latest)) return files.passagesOf(answer.sha256);
    if (answer.contentKind !== 'questionnaire' || !latest.kept) return [];
    const content = await (await answers.findAnswer(answer.id))?.content();
    if (content === undefined) return [];
    const said = await questionnaires.sayAnswer(request.id, content, messages);
    return said.map(({ title, text }) => ({ heading: title, text }));
  }

  function unreadOf(latest: Latest): string | undefined {
    if (!latest.kept) return 'erased';
    if (!isFile(latest)) return undefined;
    return isReadable(latest) ? files.unreadOf(latest.answer.sha256) : 'infected';
  }

  return {
    name: 'answer',

    list: async () =>
      (await listed()).map((latest) => {
        const { act, request, answer, kept } = latest;
        const territory = places.find(answer.territoryId)?.name ?? answer.territoryId;
        const own = `/instructions/${act.slug}/reponses/${request.id}`;
        const file = isFile(latest) && kept ? `${own}/fichiers/${answer.id}` : undefined;
        return {
          reference: `${request.id} ${answer.territoryId}`,
          stamp: JSON.stringify([
            ...[act.stamp, request.title, answer.id, kept, answer.fileName, answer.scan?.state],
            isReadable(latest) ? files.stateOf(answer.sha256) : '',
          ]),
          read: async () => ({
            ...{ ...act.facts, source: 'answer', reference: `${request.id} ${answer.territoryId}` },
            title: `${request.title}\u00a0: ${territory}`,
            href: `${own}?prefecture=${answer.officeId}`,
            fileHref: answer.contentKind === 'pdf' ? file : undefined,
            ...{ audience: actReaders, instructionTitle: act.title, unread: unreadOf(latest) },
            territories: [answer.territoryId],
            alsoTitle: `${answer.fileName} ${act.title} ${act.facts.year}`,
            passages: await passagesOf(latest),
          }),
        };
      }),

    files: async () =>
      (await listed()).filter(isReadable).map(({ answer }) => ({
        sha256: answer.sha256,
        bytes: async () => (await answers.findAnswer(answer.id))?.content(),
      })),
  };
}
