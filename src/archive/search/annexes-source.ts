import type { Annexes } from '../../allocations/allocations.ts';
import { actReaders, type Acts } from './acts.ts';
import type { SearchSource } from './document.ts';
import type { FileTexts } from './file-texts.ts';
import type { Places } from './places.ts';

/** The notifications of credits: by their title at once, page by page once they were read. */
export function annexesSource({
  annexes,
  acts,
  files,
  places,
}: {
  annexes: Pick<Annexes, 'listEvery' | 'annexPdf'>;
  acts: Acts;
  files: FileTexts;
  places: Places;
}): SearchSource {
  const listed = async () =>
    (await annexes.listEvery()).flatMap((annex) => {
      const act = acts.get(annex.instructionId);
      return act === undefined ? [] : [{ ...annex, act }];
    });
  return {
    name: 'annex',

    list: async () =>
      (await listed()).map(({ act, key, officeId, title, sha256 }) => {
        const reference = `${act.id} ${key}`;
        const href = `/instructions/${act.slug}/credits/notifications/${key}.pdf`;
        return {
          reference,
          stamp: [act.stamp, sha256, files.stateOf(sha256)].join(' '),
          read: async () => ({
            ...{ ...act.facts, source: 'annex', reference, title, href, fileHref: href },
            ...{ audience: actReaders, instructionTitle: act.title, unread: files.unreadOf(sha256) },
            territories: key === officeId ? places.heldBy(officeId) : [key],
            alsoTitle: `${act.title} ${act.facts.year}`,
            passages: await files.passagesOf(sha256),
          }),
        };
      }),

    files: async () =>
      (await listed()).map(({ act, key, sha256 }) => ({
        sha256,
        bytes: () => annexes.annexPdf(act.id, key),
      })),
  };
}
