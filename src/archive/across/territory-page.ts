import { stateLabel } from '../../drafts/instructions.ts';
import { formatAmount, formatShortDay, formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { lastDayHeld, type Holding } from '../../prefectures/prefectures.ts';
import type { Answer, OwedEver } from '../../answers/answers.ts';
import type { YearsRead } from './across.ts';
import { territoryAddress } from './territory-address.ts';
import { dayOfSending, territoryYears, type TerritoryYear } from './territory-years.ts';
import { medianOf } from './year-figures.ts';

/** Names of the offices, by id. */
export type OfficeNames = ReadonlyMap<string, string>;

/** One territory through the years: what it received, acknowledged, was granted and answered; who led the project. */
export function territoryModel(
  messages: Messages,
  given: { read: YearsRead; territory: Holding; parts: readonly Holding[]; officeNames: OfficeNames },
) {
  const { read, territory, parts, officeNames } = given;
  const rows = territoryYears(read, territory.id);
  const address = `/territoires/${territoryAddress(territory)}`;
  const days = medianOf(rows.flatMap(({ days: own }) => (own === undefined ? [] : [own])));
  const owed = rows.flatMap((row) => row.owed);
  const received = rows.filter((row) => row.received !== undefined).length;
  const expected = rows.filter(({ received }) => received?.role === 'to' && !received.excluded);
  return {
    title: territory.name,
    kind: messages(`across.kind.${territory.kind}`),
    offices: read.holdings
      .filter(({ id }) => id === territory.id)
      .map(({ officeId, validFrom, validTo }) => ({
        name: capitalised(officeNames.get(officeId) ?? officeId),
        href: `/prefectures/${officeId}`,
        ...(validFrom === undefined ? {} : { from: formatShortDay(validFrom) }),
        ...(validTo === undefined ? {} : { to: formatShortDay(validTo) }),
      })),
    ...(territory.region === undefined ? {} : { region: linkTo({ ...territory.region, kind: 'region' }) }),
    parts: parts.map(linkTo),
    csvHref: `${address}.csv`,
    ...(read.outside === 0 ? {} : { outside: read.outside }),
    figures: [
      { value: String(received), label: received > 1 ? 'received' : 'received-one' },
      {
        value: outOf(
          expected.filter(({ acknowledgedOn }) => acknowledgedOn !== undefined).length,
          expected.length,
        ),
        label: 'acknowledged',
      },
      { value: days === undefined ? '—' : daysText(days), label: 'median' },
      {
        value: outOf(
          rows.reduce((sum, { onTime }) => sum + onTime, 0),
          owed.length,
        ),
        label: 'on-time',
      },
    ].map(({ value, label }) => ({ value, label: messages(`across.territory.${label}`) })),
    years: rows.toReversed().map((row) => yearRow(messages, read, row)),
    answers: owed.toReversed().map((each) => answerRow(messages, read, each)),
    mandates: read.mandates
      .filter(({ correctedBy }) => correctedBy === undefined)
      .map((mandate) => {
        const last = lastDayHeld(mandate);
        const sendings = rows.filter(({ received }) => {
          const day = received === undefined ? undefined : dayOfSending(received);
          return day !== undefined && mandate.validFrom <= day && (last === undefined || day <= last);
        });
        return {
          who: mandate.personName === '' ? messages('journal.erased') : mandate.personName,
          function: mandate.personFunction,
          office: officeNames.get(mandate.officeId) ?? mandate.officeId,
          from: formatShortDay(mandate.validFrom),
          ...(last === undefined ? {} : { to: formatShortDay(last) }),
          during: sendings.map(({ instruction }) => instruction.title).join(', '),
        };
      }),
  };
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

export const linkTo = (territory: Pick<Holding, 'id' | 'kind' | 'name'>) => ({
  name: territory.name,
  href: `/territoires/${territoryAddress(territory)}`,
});

/** « 2 / 3 », or a dash where there was nothing to count. */
export function outOf(count: number, all: number): string {
  return all === 0 ? '—' : `${count} / ${all}`;
}

/** « 3 », « 3,5 ». */
export function daysText(days: number): string {
  return String(days).replace('.', ',');
}

function yearRow(messages: Messages, read: YearsRead, row: TerritoryYear) {
  const { instruction, received, acknowledgements, acknowledgedOn, days, commitment, payment, owed } = row;
  const [first] = acknowledgements;
  const address = `/instructions/${instruction.slug}`;
  return {
    year: instruction.year,
    title: instruction.title,
    href: `${address}/dossier`,
    state: stateLabel(messages, instruction.state, undefined),
    ...(read.ended.has(instruction.id) ? { ended: messages('across.territory.ended') } : {}),
    ...(received === undefined
      ? {}
      : {
          sent: {
            on: formatShortDay(dayOfSending(received)),
            office: received.officeName,
            href: `${address}/diffusion/${received.officeId}`,
            accepted:
              received.acceptedAt === undefined
                ? messages(`archive.standing.${received.standing}`)
                : formatShortInstant(received.acceptedAt),
            isCopy: received.role === 'cc',
          },
        }),
    ...(acknowledgedOn === undefined || first === undefined
      ? {}
      : {
          acknowledged: {
            on: formatShortDay(acknowledgedOn),
            after: messages(
              `across.territory.days-${days === undefined || days > 1 ? 'many' : days === 0 ? 'none' : 'one'}`,
              {
                days: days ?? 0,
              },
            ),
            by:
              first.person === undefined
                ? messages('journal.erased')
                : `${first.person.name}, ${first.person.function}`,
            others: acknowledgements.length - 1,
          },
        }),
    ...(commitment === undefined || payment === undefined
      ? {}
      : {
          credits: {
            commitment: formatAmount(commitment),
            payment: formatAmount(payment),
            href: `${address}/credits`,
          },
        }),
    ...(owed.length === 0 ? {} : { answers: `${row.given} / ${owed.length}` }),
  };
}

function answerRow(
  messages: Messages,
  read: YearsRead,
  { request, latest, late, state, ended, territory }: OwedEver,
) {
  const instruction = read.instructions.find(({ id }) => id === request.instructionId);
  const address = `/instructions/${instruction?.slug ?? ''}/reponses/${request.id}`;
  return {
    year: instruction?.year ?? '',
    title: request.title,
    href: address,
    dueOn: formatShortDay(request.dueOn),
    state: messages(`answers.state-label.${state}`),
    ...(ended ? { ended: messages('across.territory.no-longer-asked') } : {}),
    ...(latest === undefined
      ? {}
      : {
          given: {
            on: formatShortDay(latest.givenOn),
            version: latest.number,
            when: messages(`across.territory.${late ? 'late' : 'in-time'}`),
            ...contentAddress(address, { kind: request.kind, territoryId: territory.id, latest, read }),
          },
        }),
  };
}

/** Where what was given can be read; nowhere once it was erased, or while the antivirus holds it. */
function contentAddress(
  address: string,
  given: { kind: string; territoryId: string; latest: Answer; read: YearsRead },
): { href?: string } {
  const { kind, territoryId, latest, read } = given;
  if (!read.keptAnswers.has(latest.id) || latest.scan?.state === 'infected') return {};
  if (kind === 'questionnaire') return { href: `${address}/resultats/reponses/${territoryId}` };
  return kind === 'file' ? { href: `${address}/fichiers/${latest.id}` } : {};
}
