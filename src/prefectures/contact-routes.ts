import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { formatDay } from '../kernel/french-format.ts';
import { optionalDay, optionalLine, singleLine } from '../web/fields.ts';
import { page, redirect, route, type Page, type Route } from '../web/route.ts';
import { contactFrame, demandOffice, officeParams, type WriterRoutesDeps } from './contact-frame-page.ts';
import { highestRank, longestName } from './contact-change.ts';
import { contactKinds, type Office } from './office.ts';

const contactFields = z.object({
  rang: z
    .string()
    .trim()
    .min(1, 'form.required')
    .regex(/^\d{1,3}$/, 'form.not-a-number')
    .transform(Number),
  type: z.enum(contactKinds, 'form.invalid'),
  adresse: singleLine(254),
  nom: optionalLine(longestName),
  debut: optionalDay(),
  fin: optionalDay(),
  /** Ids of the contacts that the person was told it takes the place of. */
  confirme: z.string().max(1000, 'form.invalid').default(''),
});

/** One contact added or withdrawn by hand. What takes another's place is confirmed on a page of its own. */
export function createContactRoutes({
  prefectures,
  messages,
  clock,
  writers,
  actorOf,
}: WriterRoutesDeps): Route[] {
  const today = () => parisDayOf(clock.now());

  const findOffice = (id: string) => demandOffice(prefectures, id);

  function addPage(office: Office, typed: Record<string, string>): Page {
    const title = messages('prefectures.contact.add-title', { office: office.name });
    const content = contactFrame(office, title, messages);
    const free = freeRank(office);
    const model = {
      title: content.title,
      action: `/prefectures/${office.id}/contacts/ajouter`,
      back: `/prefectures/${office.id}`,
      ...{ rang: typed['rang'] ?? String(free), adresse: typed['adresse'] ?? '', nom: typed['nom'] ?? '' },
      ...{ debut: typed['debut'] ?? today(), fin: typed['fin'] ?? '' },
      kinds: contactKinds.map((kind) => ({
        ...{ value: kind, label: messages(`prefectures.kind.${kind}`) },
        selected: typed['type'] === kind,
      })),
    };
    return { ...content, model };
  }

  return [
    route({
      method: 'get',
      path: '/prefectures/:id/contacts/ajouter',
      access: writers,
      params: officeParams,
      handle: async ({ params }) =>
        page('prefectures/contact-form', addPage(await findOffice(params.id), {})),
    }),
    route({
      method: 'post',
      path: '/prefectures/:id/contacts/ajouter',
      access: writers,
      params: officeParams,
      body: contactFields,
      async handle({ params, form, typed, user }) {
        const office = await findOffice(params.id);
        const refuse = (errors: Page['errors'] = []) =>
          page('prefectures/contact-form', { ...addPage(office, typed), errors }, 422);
        if (!form.ok) return refuse(form.errors);
        const {
          rang: rank,
          type: kind,
          adresse: address,
          nom: personName,
          debut,
          fin,
          confirme,
        } = form.value;
        const change = {
          ...{ officeId: office.id, rank, kind, address, personName, validFrom: debut ?? today() },
          ...(fin === undefined ? {} : { validTo: fin }),
        };
        const planned = await prefectures.planContact(change);
        if (!planned.ok) return refuse(planned.errors);
        const { ends } = planned.value;
        if (ends.some(({ id }) => !confirme.split(' ').includes(id))) {
          const { title, breadcrumb } = addPage(office, typed);
          const hidden = { ...typed, confirme: ends.map(({ id }) => id).join(' ') };
          const model = {
            title,
            question: messages('prefectures.contact.question', { rank }),
            points: ends.map((former) => ({
              text: messages('prefectures.contact.replaces', {
                ...{ former: former.address, address: planned.value.contact.address },
                day: formatDay(change.validFrom),
              }),
            })),
            action: `/prefectures/${office.id}/contacts/ajouter`,
            hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })),
            submit: messages('prefectures.contact.confirm'),
            back: `/prefectures/${office.id}`,
          };
          return page('web/confirm', { title, ...(breadcrumb && { breadcrumb }), model });
        }
        const done = await prefectures.changeContact(actorOf(user), change);
        if (!done.ok) return refuse(done.errors);
        return redirect(`/prefectures/${office.id}`, messages('prefectures.contact.added'));
      },
    }),
  ];
}

/** The first rank that nobody has that day: a contact added in a hurry takes nobody's place. */
function freeRank({ contacts }: Office): number {
  const taken = new Set(contacts.map(({ rank }) => rank));
  let rank = 1;
  while (taken.has(rank) && rank < highestRank) rank += 1;
  return rank;
}
