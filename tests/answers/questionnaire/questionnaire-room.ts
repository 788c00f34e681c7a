import { take } from '../../drafts/drafting-room.ts';
import { ain, newForm, openAnswersRoom, sophie } from '../answers-room.ts';
import { sealAnswer } from '../../../src/answers/questionnaire/answer.ts';
import { judge } from '../../../src/answers/questionnaire/checking.ts';
import { readTyped } from '../../../src/answers/questionnaire/typed-answer.ts';
import { loadModels } from '../../../src/answers/questionnaire/exchange.ts';
import type { Definition } from '../../../src/answers/questionnaire/definition.ts';
import { createQuestionnaires } from '../../../src/answers/questionnaire/questionnaires.ts';
import { survey } from './survey.ts';

export const templates = new URL('../../../templates/', import.meta.url).pathname;

export type QuestionnaireRoom = Awaited<ReturnType<typeof openQuestionnaireRoom>>;

/** The room of the answers, with a questionnaire asked of the departments. */
export async function openQuestionnaireRoom() {
  const room = await openAnswersRoom();
  const { database, journal, clock, instructions, answers, people } = room;
  const questionnaires = createQuestionnaires({
    ...{ database, readDatabase: database, journal, clock, instructions },
    requests: answers.requests,
    models: loadModels(`${templates}questionnaires`),
  });
  const request = await room.ask({ kind: 'questionnaire', title: 'Emploi des crédits', acceptedKinds: [] });

  return {
    ...room,
    questionnaires,
    request,
    /** Claire writes it whole, the small survey unless said, and says that it is ready. */
    async prepare(definition: Definition = survey): Promise<void> {
      await questionnaires.compose(people.claire, request.id, () => definition);
      const { sha256 } = await questionnaires.open(request.id);
      take(await questionnaires.declareReady(people.claire, request.id, sha256));
    },

    /** What a department's own office sends, from what it typed. */
    async answer(code: string, posted: Record<string, string>): Promise<void> {
      const { definition, sha256 } = await questionnaires.open(request.id);
      const { answer, faults } = judge(definition, readTyped(definition, posted));
      if (faults.length > 0) throw new Error(JSON.stringify(faults));
      const territory = `DEP-${code}`;
      const sent = { request: request.id, territory, definitionSha256: sha256, sentAt: '', salt: 'salt' };
      const office = { ...ain, id: `OFF-${code}` };
      take(
        await answers.give(office, {
          ...{ requestId: request.id, territoryId: territory, person: sophie, fileName: '' },
          content: Buffer.from(sealAnswer({ ...answer, ...sent }).content),
          ...{ contentKind: 'questionnaire', formKey: newForm() },
        }),
      );
    },
  };
}
