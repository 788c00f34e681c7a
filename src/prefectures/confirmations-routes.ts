import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { page, route, type Role, type Route } from '../web/route.ts';
import { headName } from './directory-page.ts';
import type { ProposalsRoutesDeps } from './proposals-routes.ts';

const staff: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor', 'administrator'];
const path = '/prefectures/confirmations';
const query = z.object({ etat: z.enum(['', 'confirmes', 'pas-encore']).catch('') });

/** Which offices said this year that their contacts are right. */
export function createConfirmationsRoutes(deps: ProposalsRoutesDeps): Route[] {
  const { messages, prefectures, clock } = deps;
  const { confirmations } = deps.proposals;
  return [
    route({
      method: 'get',
      path,
      access: staff,
      query,
      async handle({ query: { etat } }) {
        const offices = await prefectures.listOffices({ on: parisDayOf(clock.now()) });
        const said = new Map((await confirmations.list()).map((each) => [each.officeId, each]));
        const title = messages('proposals.confirmations.title', { year: confirmations.thisYear() });
        const tab = (state: string, label: string, count: number) => ({
          label: messages(`proposals.confirmations.${label}`),
          href: state === '' ? path : `${path}?etat=${state}`,
          ...{ count, current: state === etat },
        });
        const shown = offices.filter(({ id }) => etat === '' || said.has(id) === (etat === 'confirmes'));
        const model = {
          ...{ title, total: offices.length, said: said.size },
          tabs: [
            tab('', 'every', offices.length),
            tab('confirmes', 'confirmed', said.size),
            tab('pas-encore', 'waiting', offices.length - said.size),
          ],
          offices: shown.map((office) => {
            const one = said.get(office.id);
            return {
              ...{ name: headName(office), href: `/prefectures/${office.id}` },
              ...(one === undefined ? {} : { at: one.confirmedAt }),
              ...(one?.person === undefined
                ? {}
                : { who: messages('proposals.confirmations.by', { ...one.person }) }),
            };
          }),
        };
        const breadcrumb = [{ label: messages('prefectures.directory.title'), href: '/prefectures' }];
        return page('prefectures/proposal-confirmations', { title, breadcrumb, model });
      },
    }),
  ];
}
