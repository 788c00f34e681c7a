import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { newToken } from '../kernel/ids.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { actingPerson, demandOffice } from '../web/acting-office.ts';
import { day, multiLine, optionalLine, singleLine } from '../web/fields.ts';
import { page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import { longestName } from './contact-change.ts';
import { contactKinds, mailboxOf } from './office.ts';
import { proposalActions, type ProposalAction } from './proposal.ts';
import { contactWords, proposalModel } from './proposals-page.ts';
import type { ChangedMeanwhile } from './confirmations.ts';
import type { ProposalsRoutesDeps } from './proposals-routes.ts';

const path = '/guichet/contacts';
const person = { name: singleLine(120), function: singleLine(120) };
const proposeForm = z.object({
  ...person,
  action: z.enum(proposalActions, { error: 'form.invalid' }),
  contact: z.union([z.literal(''), z.uuid()], { error: 'form.invalid' }).default(''),
  type: z.enum(contactKinds, { error: 'form.invalid' }).default('project-lead'),
  adresse: optionalLine(254),
  nom: optionalLine(longestName),
  debut: day(),
  remarque: multiLine(1_000),
  formKey: z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid'),
});
const actionWords: Record<string, ProposalAction> = {
  ...{ ajouter: 'add', remplacer: 'replace', retirer: 'withdraw' },
};
const proposeQuery = z.object({
  geste: z.enum(['ajouter', 'remplacer', 'retirer']).catch('ajouter'),
  contact: z.string().max(80).catch(''),
});

// The ids of the contacts that the page showed.
const confirmForm = z.object({
  ...person,
  seen: z
    .string({ error: 'form.invalid' })
    .max(2_000, 'form.invalid')
    .regex(/^[\w -]*$/, 'form.invalid')
    .transform((ids) => ids.split(' ').filter((id) => id !== '')),
});

interface Refused {
  typed: Record<string, string>;
  errors: FieldError[];
  changed?: ChangedMeanwhile;
}
const nothing: Refused = { typed: {}, errors: [] };

/** An office's contacts as the directory has them: said to be right, or changed by a proposal. */
export function createProposalsDeskRoutes(deps: ProposalsRoutesDeps): Route[] {
  const { proposals, prefectures, messages } = deps;
  const today = () => parisDayOf(deps.clock.now());

  async function contactsPage(
    office: CurrentOffice,
    { typed, errors, changed }: Refused = nothing,
  ): Promise<Reply> {
    const found = await prefectures.findOffice(office.id);
    const contacts = await prefectures.listContactsEver(office.id);
    const { confirmations } = proposals;
    const last = await confirmations.lastOf(office.id);
    const title = messages('proposals.desk.title');
    const reader = { messages, contacts, names: new Map<string, string>(), today: today() };
    const model = {
      ...{ title, office: office.name, back: '/guichet', action: `${path}/confirmer` },
      addHref: `${path}/proposer?geste=ajouter`,
      year: String(confirmations.thisYear()),
      asked: await confirmations.isAsked(office.id),
      confirmed: last !== undefined && last.year === confirmations.thisYear(),
      ...(last === undefined ? {} : { lastAt: last.confirmedAt }),
      contacts: (found?.contacts ?? []).map((contact) => ({
        kind: messages(`prefectures.kind.${contact.kind}`),
        words: contactWords(contact),
        rank: contact.rank,
        since: contact.validFrom,
        replaceHref: `${path}/proposer?geste=remplacer&contact=${contact.id}`,
        withdrawHref: `${path}/proposer?geste=retirer&contact=${contact.id}`,
      })),
      seen: (found?.contacts ?? []).map(({ id }) => id).join(' '),
      ...(changed === undefined
        ? {}
        : { changed: { came: changed.came.map(contactWords), left: changed.left.map(contactWords) } }),
      proposals: (await proposals.list({ officeId: office.id })).map((each) => proposalModel(each, reader)),
      ...actingPerson(office, typed),
    };
    const content = { title, model, errors, layout: 'bare' as const };
    return page('prefectures/proposal-contacts', content, changed ? 409 : errors.length > 0 ? 422 : 200);
  }

  async function proposePage(
    office: CurrentOffice,
    asked: { action: ProposalAction; contactId: string },
    { typed, errors }: Refused = nothing,
  ): Promise<Reply> {
    const found = await prefectures.findOffice(office.id);
    const contacts = found?.contacts ?? [];
    const named = contacts.find(({ id }) => id === asked.contactId);
    if (asked.action !== 'add' && named === undefined)
      return redirect(path, messages('proposals.propose.not-yours'));
    const title = messages(`proposals.propose.title-${asked.action}`);
    const model = {
      ...{ title, office: office.name, back: path, action: asked.action },
      contact: named?.id ?? '',
      ...(named === undefined
        ? {}
        : { present: `${messages(`prefectures.kind.${named.kind}`)} – ${contactWords(named)}` }),
      adds: asked.action === 'add',
      leaves: asked.action === 'withdraw',
      mailbox: named?.kind === 'functional-mailbox',
      opens: named !== undefined && found !== undefined && mailboxOf(found)?.id === named.id,
      kinds: contactKinds.map((kind) => ({
        ...{ value: kind, label: messages(`prefectures.kind.${kind}`) },
        selected: kind === (typed['type'] ?? 'project-lead'),
      })),
      ...{ adresse: typed['adresse'] ?? '', nom: typed['nom'] ?? '', remarque: typed['remarque'] ?? '' },
      ...{ debut: typed['debut'] ?? today(), formKey: typed['formKey'] ?? newToken(16) },
      ...actingPerson(office, typed),
    };
    const content = { title, model, errors, layout: 'bare' as const };
    return page('prefectures/proposal-form', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path,
      access: 'office',
      handle: ({ office }) => contactsPage(demandOffice(office)),
    }),
    route({
      method: 'post',
      path: `${path}/confirmer`,
      access: 'office',
      body: confirmForm,
      async handle({ office: entered, form, typed }) {
        const office = demandOffice(entered);
        if (!form.ok) return contactsPage(office, { typed, errors: form.errors });
        const said = await proposals.confirmations.confirm(office, form.value);
        if (said.state === 'changed') return contactsPage(office, { typed, errors: [], changed: said });
        const year = proposals.confirmations.thisYear();
        return redirect(path, messages('proposals.confirm.done', { year }));
      },
    }),
    route({
      method: 'get',
      path: `${path}/proposer`,
      access: 'office',
      query: proposeQuery,
      handle: ({ office, query }) =>
        proposePage(demandOffice(office), {
          ...{ action: actionWords[query.geste] ?? 'add', contactId: query.contact },
        }),
    }),
    route({
      method: 'post',
      path: `${path}/proposer`,
      access: 'office',
      body: proposeForm,
      async handle({ office: entered, form, typed }) {
        const office = demandOffice(entered);
        const action = proposalActions.find((each) => each === typed['action']) ?? 'add';
        const asked = { action, contactId: typed['contact'] ?? '' };
        if (!form.ok) return proposePage(office, asked, { typed, errors: form.errors });
        const { contact, type: kind, adresse: address, nom: personName, debut, remarque, ...by } = form.value;
        const outcome = await proposals.propose(office, {
          ...{ action, kind, address, personName, fromOn: debut, remark: remarque, formKey: by.formKey },
          ...{ byName: by.name, byFunction: by.function },
          ...(contact === '' ? {} : { contactId: contact }),
        });
        if (!outcome.ok) return proposePage(office, asked, { typed, errors: outcome.errors });
        return redirect(path, messages('proposals.propose.done'));
      },
    }),
  ];
}
