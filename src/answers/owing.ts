import type { AnswerRequest, Audience } from './request.ts';
import type { DirectoryOffice } from './ports.ts';

/** A territory whose answer is asked, and the office that owes it: once per territory, whoever gives it. */
export interface Owed {
  territory: { id: string; kind: string; name: string; linkedName: string };
  office: { id: string; name: string; timeZone: string };
}

type Asked = Pick<AnswerRequest, 'audience' | 'officeIds'>;

/**
 * Who owes an answer, in the order of the directory. `recipients`: the offices that the act was sent to for
 * action; undefined before its sending, when all would be. A region's answer is owed by the office where its
 * chef de projet sits, the one that the public data give the region to when no mandate says otherwise.
 */
export function listOwed(
  request: Asked,
  offices: readonly DirectoryOffice[],
  recipients?: ReadonlySet<string>,
): Owed[] {
  const seats = new Map<string, Set<string>>();
  for (const { id, mandates } of offices)
    for (const { territory } of mandates)
      if (territory.id.startsWith('REG-'))
        seats.set(territory.id, (seats.get(territory.id) ?? new Set()).add(id));
  const byId = new Map(offices.map((office) => [office.id, office]));
  return offices
    .flatMap((own) =>
      own.territories
        .filter(({ kind }) => isAsked(request.audience, kind))
        .map((territory): Owed => {
          const seat = seats.get(territory.id) ?? new Set([own.id]);
          const [first = own.id] = seat;
          const office = byId.get(seat.has(own.id) ? own.id : first) ?? own;
          const { id, kind, name, linkedName } = territory;
          return {
            territory: { id, kind, name, linkedName },
            office: { id: office.id, name: office.name, timeZone: office.timeZone },
          };
        }),
    )
    .filter(({ office }) => request.audience !== 'offices' || request.officeIds.includes(office.id))
    .filter(({ office }) => recipients?.has(office.id) ?? true);
}

function isAsked(audience: Audience, kind: string): boolean {
  if (audience === 'all') return true;
  return (audience === 'regions') === (kind === 'region');
}
