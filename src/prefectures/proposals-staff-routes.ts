import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { multiLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Role, type Route } from '../web/route.ts';
import { headName } from './directory-page.ts';
import { importers } from './import-routes.ts';
import type { ProposalState } from './proposal.ts';
import { proposalModel, proposalTabs } from './proposals-page.ts';
import type { ProposalsRoutesDeps } from './proposals-routes.ts';

const staff: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor', 'administrator'];
const path = '/prefectures/propositions';
const listQuery = z.object({ liste: z.enum(['a-decider', 'acceptees', 'refusees']).catch('a-decider') });
const stateOf: Record<z.infer<typeof listQuery>['liste'], ProposalState> = {
  ...{ 'a-decider': 'proposed', acceptees: 'accepted', refusees: 'refused' },
};
const oneProposal = z.object({ id: z.uuid() });

/** What staff read of the offices' proposals, and make of them. */
export function createProposalsStaffRoutes(deps: ProposalsRoutesDeps): Route[] {
  const { proposals, prefectures, messages } = deps;
  const today = () => parisDayOf(deps.clock.now());
  const directory = { label: messages('prefectures.directory.title'), href: '/prefectures' };

  async function proposalPage(
    id: string,
    user: CurrentUser | undefined,
    errors: FieldError[] = [],
    typed: Record<string, string> = {},
  ): Promise<Reply> {
    const proposal = await proposals.find(id);
    const office = proposal && (await prefectures.findOffice(proposal.officeId));
    if (proposal === undefined || office === undefined) throw new AppError('not-found', 'no such proposal');
    const names = await deps.namesOf(proposal.decided === undefined ? [] : [proposal.decided.by]);
    const contacts = await prefectures.listContactsEver(office.id);
    const reader = { messages, names, contacts, today: today() };
    const told = proposalModel(proposal, reader);
    const decides =
      proposal.state === 'proposed' && importers.some((role) => user?.roles.includes(role) ?? false);
    const title = `${told.action} – ${headName(office)}`;
    const model = {
      ...{ ...told, title, decides, reasonTyped: typed['reason'] ?? '' },
      ...{ officeHref: `/prefectures/${office.id}`, office: office.name, action: told.action },
      ...{ accept: `${path}/${id}/accepter`, refuse: `${path}/${id}/refuser` },
      isLead: proposal.kind === 'project-lead' && proposal.action !== 'withdraw',
    };
    const content = {
      title: `${title} – ${told.state}`,
      breadcrumb: [directory, { label: messages('proposals.breadcrumb'), href: path }],
      ...{ model, errors },
    };
    return page('prefectures/proposal-decide', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path,
      access: staff,
      query: listQuery,
      async handle({ query }) {
        const state = stateOf[query.liste];
        const offices = await prefectures.listOffices({ on: today() });
        const everything = await proposals.list();
        const shown = await proposals.list({ state });
        const title = messages('proposals.title');
        const model = {
          ...{ title, tabs: proposalTabs(messages, everything, state), waiting: state === 'proposed' },
          proposals: shown.map((proposal) => {
            const reader = { messages, contacts: [], names: new Map<string, string>(), today: today() };
            const office = offices.find(({ id }) => id === proposal.officeId);
            const { action, kind, at, badge, state: words, who } = proposalModel(proposal, reader);
            return {
              ...{ action, kind, at, badge, state: words, who, href: `${path}/${proposal.id}` },
              office: office?.name ?? proposal.officeId,
            };
          }),
        };
        return page('prefectures/proposal-list', { title, breadcrumb: [directory], model });
      },
    }),
    route({
      method: 'get',
      path: `${path}/:id`,
      access: staff,
      params: oneProposal,
      handle: ({ params, user }) => proposalPage(params.id, user),
    }),
    route({
      method: 'post',
      path: `${path}/:id/accepter`,
      access: importers,
      params: oneProposal,
      body: z.object({ verified: z.string().max(10).default('') }),
      async handle({ params: { id }, form, user }) {
        const verified = form.ok && form.value.verified === 'oui';
        const outcome = await proposals.accept(actorOf(user), id, { verified });
        if (!outcome.ok) return proposalPage(id, user, outcome.errors);
        return redirect(`${path}/${id}`, messages('proposals.decide.accepted'));
      },
    }),
    route({
      method: 'post',
      path: `${path}/:id/refuser`,
      access: importers,
      params: oneProposal,
      body: z.object({ reason: multiLine(1_000, 1) }),
      async handle({ params: { id }, form, typed, user }) {
        if (!form.ok) return proposalPage(id, user, form.errors, typed);
        const outcome = await proposals.refuse(actorOf(user), id, form.value.reason);
        if (!outcome.ok) return proposalPage(id, user, outcome.errors, typed);
        return redirect(`${path}/${id}`, messages('proposals.decide.refused'));
      },
    }),
  ];
}

function actorOf(user: CurrentUser | undefined) {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return { id: user.id, roles: user.roles };
}
