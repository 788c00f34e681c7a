import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Instructions, SignedVersion } from './instructions.ts';

type Renewed = Awaited<ReturnType<Instructions['renewedVersions']>>[number];

/** What the document bears, whose, and how it was made. */
export function documentWords(signed: SignedVersion, messages: Messages): string {
  const { how, mark, signatoryName, signedOn } = signed;
  const name = signatoryName ?? messages('journal.erased');
  switch (how) {
    case 'by-hand':
      return messages('drafts.document.by-hand', { name, day: formatDay(signedOn) });
    case 'outside':
      return messages(`drafts.document.${mark === 'seal' ? 'outside-seal' : 'outside'}`, { name });
    case 'here':
      return messages(`drafts.document.${mark}`);
  }
}

/** What the level reached is worth, in words first. */
export function proofModel(signed: Pick<SignedVersion, 'level' | 'mark'>, messages: Messages) {
  const { level, mark } = signed;
  return {
    label: messages(`drafts.proof.by-${mark}`),
    name: messages(`drafts.proof.${level}.name`),
    words: messages(`drafts.proof.${level}.words`, { of: messages(`drafts.proof.of-${mark}`) }),
    level,
  };
}

/** The newest copy of a signed act, and those before it; undefined while there is none but the signed bytes. */
export function keptModel(slug: string, renewed: readonly Renewed[]) {
  const [newest, ...older] = renewed.map(({ number, sha256, renewedAt, keptUntil }) => ({
    number,
    sha256,
    at: renewedAt,
    until: keptUntil.slice(0, 10),
    pdf: `/instructions/${slug}/copies/${number}.pdf`,
  }));
  return newest === undefined ? undefined : { ...newest, older };
}
