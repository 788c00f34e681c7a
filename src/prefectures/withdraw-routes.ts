import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { day } from '../web/fields.ts';
import { page, redirect, route, type Page, type Route } from '../web/route.ts';
import { contactFrame, demandOffice, officeParams, type WriterRoutesDeps } from './contact-frame-page.ts';
import type { Office } from './office.ts';

const path = '/prefectures/:id/contacts/:contact/retirer';
const params = officeParams.extend({ contact: z.uuid() });

/** Withdraws one contact, on a page that says who is written to afterwards. */
export function createWithdrawRoutes(deps: WriterRoutesDeps): Route[] {
  const { prefectures, messages, clock, writers, actorOf } = deps;

  async function withdrawPage(
    office: Office,
    contactId: string,
    typed: Record<string, string>,
  ): Promise<Page> {
    const contact = (await prefectures.listContactsEver(office.id)).find(({ id }) => id === contactId);
    if (contact === undefined) throw new AppError('not-found', 'no such contact');
    const [next] = office.contacts.filter(({ id }) => id !== contactId);
    const content = contactFrame(office, messages('prefectures.contact.withdraw-title'), messages);
    const model = {
      title: content.title,
      address: contact.address,
      rank: contact.rank,
      office: office.name,
      ...(next === undefined ? {} : { next: next.address }),
      fin: typed['fin'] ?? parisDayOf(clock.now()),
      action: `/prefectures/${office.id}/contacts/${contactId}/retirer`,
      back: `/prefectures/${office.id}`,
    };
    return { ...content, model };
  }

  return [
    route({
      method: 'get',
      path,
      access: writers,
      params,
      async handle({ params: { id, contact } }) {
        const office = await demandOffice(prefectures, id);
        return page('prefectures/contact-withdraw', await withdrawPage(office, contact, {}));
      },
    }),
    route({
      method: 'post',
      path,
      access: writers,
      params,
      body: z.object({ fin: day() }),
      async handle({ params: { id, contact }, form, typed, user }) {
        const office = await demandOffice(prefectures, id);
        const content = await withdrawPage(office, contact, typed);
        const named = { officeId: office.id, contactId: contact };
        const done = form.ok
          ? await prefectures.endContact(actorOf(user), { ...named, on: form.value.fin })
          : form;
        if (!done.ok) return page('prefectures/contact-withdraw', { ...content, errors: done.errors }, 422);
        return redirect(`/prefectures/${office.id}`, messages('prefectures.contact.withdrawn'));
      },
    }),
  ];
}
