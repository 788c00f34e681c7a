import {
  toFoldableHtml,
  type createAcknowledgementText,
  type Acknowledgements,
  type OpenLetter,
} from '../acknowledgements/acknowledgements.ts';
import { writeCsv } from '../kernel/csv-file.ts';
import type { Messages } from '../kernel/messages.ts';
import { actingPerson } from '../web/acting-office.ts';
import type { CurrentOffice } from '../web/route.ts';
import type { ReceivedAct } from './received.ts';
import { stateOf } from './home-page.ts';

type OfficeCredits = Awaited<ReturnType<Acknowledgements['creditsOf']>>;

/** What templates/pages/desk/act.hbs declares: all of one act, for one office. */
export function actModel(given: {
  office: CurrentOffice;
  act: ReceivedAct;
  letter: OpenLetter;
  text: ReturnType<typeof createAcknowledgementText>;
  messages: Messages;
  credits: OfficeCredits;
  bytes: number;
  typed: Record<string, string>;
  formKey: string;
  contact: string;
  /** In words, when the service has set how long names are kept. */
  retention?: string;
  /** Of the acknowledgements whose sealed receipt can be taken away. */
  withReceipt: ReadonlySet<string>;
}) {
  const { office, act, letter, text, messages, credits, typed } = given;
  const { version } = letter;
  const state = stateOf(act);
  const address = addressOf(act.slug);
  const kind = ({ waiting: 'new', late: 'warning', acknowledged: 'success' } as const)[state as 'waiting'];
  return {
    ...{ title: act.title, subject: version.subject, address, bytes: given.bytes, sha256: version.sha256 },
    state: { kind: kind ?? 'info', label: messages(`desk.state.${state}`) },
    ...(act.inForce ? { inForce: messages('desk.home.in-force', { year: act.year }) } : {}),
    corrections: letter.corrections.map(({ relation, title, sentOn, changes }) => ({
      ...{ title, sentOn, changes },
      ...{ replaces: relation === 'replaces', repeals: relation === 'repeals' },
      ...(act.correctedBy?.slug !== undefined && act.correctedBy.title === title
        ? { href: addressOf(act.correctedBy.slug) }
        : {}),
    })),
    signed: text.signedWords(letter),
    download: text.downloadWords(letter),
    original: text.originalWords(letter),
    deadlineOn: act.deadlineOn,
    asked: state === 'waiting' || state === 'late',
    late: state === 'late',
    farFromParis: office.timeZone !== 'Europe/Paris',
    verify: `/verifier?acte=${act.instructionId}`,
    ...(credits.figures.length === 0
      ? {}
      : {
          credits: {
            figures: credits.figures.map(({ name, lines }) => ({ name, lines })),
            csv: `${address}/chiffres.csv`,
            pieces: credits.pieces.map(({ name }) => ({ name, href: `${address}/pieces/${name}` })),
          },
        }),
    html: toFoldableHtml(version.html),
    acknowledged: letter.acknowledgements.map((each) => {
      const { who, capacity, at } = text.lineOf(letter, each);
      const receipt = given.withReceipt.has(each.id) ? { receiptHref: `${address}/recus/${each.id}` } : {};
      return { who, capacity, at, worth: messages(`desk.worth.${each.strength}`), ...receipt };
    }),
    mayAcknowledge: act.role === 'to' && letter.ended === undefined,
    authenticated: office.strength === 'proconnect',
    typed: actingPerson(office, typed),
    capacities: text.capacityChoices(office.id, typed['capacity'] ?? 'for-the-prefect'),
    sentence: text.sentenceBefore(letter),
    formKey: given.formKey,
    ...(given.retention === undefined ? {} : { retention: given.retention }),
    contact: given.contact,
  };
}

/** The figures of an office's territories, as French spreadsheets read them: amounts in euros. */
export function figuresCsv(credits: OfficeCredits, messages: Messages): string {
  const titles = ['territory', 'commitment', 'payment'].map((key) => messages(`desk.figures.${key}`));
  const euros = (cents: number) => (cents / 100).toFixed(2).replace('.', ',');
  const lines = credits.figures.flatMap((figure) => figure.lines);
  return writeCsv([
    titles,
    ...lines.map((line) => [line.name, euros(line.commitmentAuthority), euros(line.paymentAppropriation)]),
  ]);
}

export const addressOf = (slug: string) => `/guichet/instructions/${slug}`;
