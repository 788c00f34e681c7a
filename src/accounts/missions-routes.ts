import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { day, noFields, singleLine } from '../web/fields.ts';
import { redirect, route, type Route } from '../web/route.ts';
import { createMissionsPage, peopleAddress, type MissionsPageDeps } from './missions-page.ts';
import type { TypedMission } from './missions.ts';

const access = ['administrator'] as const;
const path = `${peopleAddress}/:id/missions`;
const params = z.object({ id: z.uuid() });

const year = z
  .string()
  .default('')
  .transform((typed) => typed.trim())
  .refine((typed) => typed === '' || /^(19|20)\d\d$/.test(typed), 'accounts.mission.not-a-year')
  .transform((typed) => (typed === '' ? undefined : Number(typed)));

const newMission = z
  .object({
    ...{ title: singleLine(200), institution: singleLine(150), letterReference: singleLine(100) },
    ...{ letterOn: day(), beginsOn: day(), endsOn: day(), fromYear: year, toYear: year },
  })
  .transform(({ fromYear, toYear, ...mission }): TypedMission => {
    return {
      ...mission,
      perimeter: {
        ...(fromYear === undefined ? {} : { fromYear }),
        ...(toYear === undefined ? {} : { toYear }),
      },
    };
  });

/** The administrator's pages of an auditor's missions: recorded, ended before their day, never changed. */
export function createMissionsRoutes(deps: MissionsPageDeps): Route[] {
  const { accounts, messages } = deps;
  const missionsPage = createMissionsPage(deps);

  async function personOf(id: string) {
    const person = await accounts.findPerson(id);
    if (person === undefined) throw new AppError('not-found', 'no such person');
    return { id, name: `${person.givenName} ${person.familyName}`, function: person.function };
  }

  return [
    route({
      method: 'get',
      path,
      access,
      params,
      handle: async ({ params }) => missionsPage(await personOf(params.id)),
    }),
    route({
      method: 'post',
      path,
      access,
      params,
      body: newMission,
      async handle({ params, form, typed, user }) {
        const person = await personOf(params.id);
        if (!form.ok) return missionsPage(person, typed, form.errors);
        const recorded = await accounts.missions.record(user?.id ?? '', person.id, form.value);
        if (!recorded.ok) return missionsPage(person, typed, recorded.errors);
        return redirect(
          `${peopleAddress}/${person.id}/missions`,
          messages('accounts.mission.recorded', { name: person.name }),
        );
      },
    }),
    route({
      method: 'post',
      path: `${path}/:mission/terminer`,
      access,
      params: z.object({ id: z.uuid(), mission: z.uuid() }),
      body: noFields,
      async handle({ params, user }) {
        const person = await personOf(params.id);
        await accounts.missions.end(user?.id ?? '', person.id, params.mission);
        return redirect(
          `${peopleAddress}/${person.id}/missions`,
          messages('accounts.mission.ended', { name: person.name }),
        );
      },
    }),
  ];
}
