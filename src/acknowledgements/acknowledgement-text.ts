import { formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import { capacities, type Acknowledgement, type Capacity } from './acknowledgement.ts';
import type { OpenLetter } from './acknowledgements.ts';

/** The representatives of the State who are not called préfet (décrets propres à chaque collectivité). */
const heads: Record<string, string> = {
  'OFF-986': 'for-the-administrator',
  'OFF-987': 'for-the-high-commissioner',
  'OFF-988': 'for-the-high-commissioner',
};

/** The sentences that a page about an acknowledgement is made of; all words are in templates/messages. */
export function createAcknowledgementText(messages: Messages) {
  const capacityWords = (capacity: Capacity, officeId: string): string => {
    const word = capacity === 'for-the-prefect' ? (heads[officeId] ?? capacity) : capacity;
    return messages(`acknowledgements.capacity.${word}`);
  };
  const markOf = ({ version: { how, mark } }: OpenLetter) =>
    how === 'by-hand' ? 'by-hand' : mark === 'seal' ? 'seal' : 'signature';

  /** The office's own time first, where it is not that of Paris. */
  const instantWords = (instant: string, timeZone: string): string => {
    const paris = formatLongInstant(instant);
    const local = formatLongInstant(instant, timeZone);
    if (timeZone === 'Europe/Paris') return messages('acknowledgements.instant.paris', { paris });
    return messages('acknowledgements.instant.local', { local, paris });
  };

  const sentenceParams = (letter: OpenLetter) => ({
    office: letter.link.officeName,
    title: letter.version.title,
    marked: messages(`acknowledgements.sentence.marked.${markOf(letter)}`, {
      day: formatDay(letter.version.signedOn),
    }),
    sha256: letter.version.sha256,
  });

  /** How strong it is and how it came, in words: « déclaré, par le lien du courriel ». */
  const strengthWords = ({ strength, means }: Pick<Acknowledgement, 'strength' | 'means'>): string =>
    messages(`acknowledgements.worth.${strength}`, { means: messages(`acknowledgements.means.${means}`) });

  return {
    instantWords,
    capacityWords,
    strengthWords,

    capacityChoices: (officeId: string, selected: string | undefined) =>
      capacities.map((value) => ({
        value,
        label: capacityWords(value, officeId),
        selected: value === selected,
      })),

    /** « Signé par …, le … »: an act is dated in Paris, and says so to those who are far from it. */
    signedWords(letter: OpenLetter): string {
      const { version, link } = letter;
      const mark = markOf(letter);
      const from = link.timeZone === 'Europe/Paris' ? 'paris' : 'paris-from-afar';
      const at = messages(`acknowledgements.instant.${from}`, { paris: formatLongInstant(version.signedAt) });
      const name = version.signatoryName;
      const key = `acknowledgements.mark.${mark}`;
      // A seal that is not the service's own is named by its certificate.
      const isNamed = name !== null && (mark !== 'seal' || version.how === 'outside');
      return messages(isNamed ? `${key}-by` : key, {
        at,
        day: formatDay(version.signedOn),
        name: name ?? '',
      });
    },

    downloadWords: (letter: OpenLetter): string => messages(`acknowledgements.download.${markOf(letter)}`),

    originalWords: (letter: OpenLetter): string => messages(`acknowledgements.original.${markOf(letter)}`),

    documentName: (letter: OpenLetter): string =>
      messages(`acknowledgements.document-name.${markOf(letter)}`, { slug: letter.version.slug }),

    /** What will be acknowledged, before the name is typed. */
    sentenceBefore: (letter: OpenLetter): string =>
      messages('acknowledgements.sentence.before', sentenceParams(letter)),

    /** What was acknowledged, by whom. */
    sentenceAfter(letter: OpenLetter, acknowledgement: Acknowledgement): string {
      const { person, capacity, officeId, means, consigned, acknowledgedOn } = acknowledgement;
      // Nobody of the office typed what staff wrote down of a call or of a paper.
      const key = consigned === undefined ? 'after' : 'consigned';
      return messages(`acknowledgements.sentence.${key}`, {
        ...sentenceParams(letter),
        means: messages(`acknowledgements.means.${means}`),
        day: formatDay(acknowledgedOn),
        name: person?.name ?? messages('acknowledgements.person.erased-name'),
        function: person?.function ?? messages('acknowledgements.person.erased-function'),
        capacity: capacityWords(capacity, officeId),
      });
    },

    /** Who, in what quality, when: one line of « déjà accusé réception ». */
    lineOf: (letter: OpenLetter, acknowledgement: Acknowledgement) => {
      const { person, capacity, officeId, acknowledgedAt, acknowledgedOn, consigned } = acknowledgement;
      return {
        who:
          person === undefined
            ? messages('acknowledgements.person.erased')
            : messages('acknowledgements.person.known', { ...person }),
        capacity: capacityWords(capacity, officeId),
        // Staff know the day on which they were told, not the hour.
        at:
          consigned === undefined
            ? instantWords(acknowledgedAt, letter.link.timeZone)
            : formatDay(acknowledgedOn),
        worth: strengthWords(acknowledgement),
      };
    },
  };
}

export type AcknowledgementText = ReturnType<typeof createAcknowledgementText>;
