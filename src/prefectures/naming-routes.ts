import { z } from 'zod';
import { parisDayOf } from '../kernel/clock.ts';
import { AppError } from '../kernel/errors.ts';
import { formatDay } from '../kernel/french-format.ts';
import { day } from '../web/fields.ts';
import { page, redirect, route, type Page, type Route } from '../web/route.ts';
import type { WriterRoutesDeps } from './contact-frame-page.ts';
import { lastDayHeld, type Mandate } from './mandate.ts';
import { mandateFields, mandateFormModel, namingOf, typedFrom } from './mandate-form-page.ts';
import { holderWords, territoryWords } from './mandate-rows.ts';

const list = '/prefectures/mandats';
const naming = `${list}/designer`;
const mandateId = z.object({ id: z.uuid() });
const prefilled = z.object({
  territoire: z.string().max(20).default(''),
  bureau: z.string().max(20).default(''),
  nom: z.string().max(200).default(''),
  fonction: z.string().max(200).default(''),
});

/** Naming, ending and correcting: each refused beside its fields, and what ends another's mandate is confirmed. */
export function createNamingRoutes(deps: WriterRoutesDeps): Route[] {
  const { prefectures, messages, clock, writers, actorOf } = deps;
  const { mandates } = prefectures;
  const breadcrumb = [
    { label: messages('prefectures.directory.title'), href: '/prefectures' },
    { label: messages('prefectures.mandate.list-title'), href: list },
  ];
  const listOffices = () => prefectures.listOffices({ on: parisDayOf(clock.now()) });

  async function formPage(typed: Record<string, string>): Promise<Page> {
    const title = messages('prefectures.mandate.naming-title');
    const model = mandateFormModel(typed, { everyOffice: await listOffices(), messages });
    return { title, breadcrumb, model: { title, action: naming, back: list, ...model } };
  }

  async function mandatePage(mandate: Mandate, typed?: Record<string, string>): Promise<Page> {
    const title = `${holderWords(mandate, messages)} – ${territoryWords(mandate.territory, messages)}`;
    const lastDay = lastDayHeld(mandate);
    const form = mandateFormModel(typed ?? typedFrom(mandate, lastDay), {
      ...{ everyOffice: await listOffices(), messages },
    });
    const isClosed = mandate.correctedBy !== undefined;
    const model = {
      title,
      id: mandate.id,
      territoryId: mandate.territory.id,
      validFrom: mandate.validFrom,
      ...(lastDay === undefined ? {} : { lastDay }),
      isCorrected: isClosed,
      mayEnd: !isClosed && mandate.endedOn === undefined,
      jour: typed?.['jour'] ?? '',
      action: `${list}/${mandate.id}/corriger`,
      back: `/prefectures/${mandate.officeId}`,
      ...form,
    };
    return { title, breadcrumb, model };
  }

  async function find(id: string): Promise<Mandate> {
    const mandate = await mandates.find(id);
    if (mandate === undefined) throw new AppError('not-found', 'no such mandate');
    return mandate;
  }

  return [
    route({
      method: 'get',
      path: naming,
      access: writers,
      query: prefilled,
      async handle({ query }) {
        const offices = await listOffices();
        const [own] = offices.find(({ id }) => id === query.bureau)?.territories ?? [];
        const territoire = query.territoire === '' ? (own?.id ?? '') : query.territoire;
        return page('prefectures/mandate-form', await formPage({ ...query, territoire, bureau: '' }));
      },
    }),
    route({
      method: 'post',
      path: naming,
      access: writers,
      body: mandateFields,
      async handle({ form, typed, user }) {
        const refuse = async (errors: Page['errors'] = []) =>
          page('prefectures/mandate-form', { ...(await formPage(typed)), errors }, 422);
        if (!form.ok) return refuse(form.errors);
        const said = namingOf(form.value, await listOffices());
        const confirmed = form.value.confirme.split(' ');
        const planned = await mandates.plan(said);
        if (!planned.ok) return refuse(planned.errors);
        if (planned.value.ended.some(({ id }) => !confirmed.includes(id))) {
          const { title, ...content } = await formPage(typed);
          const points = planned.value.ended.map((former) =>
            messages('prefectures.mandate.ends', {
              holder: holderWords(former, messages),
              territory: territoryWords(former.territory, messages),
              since: formatDay(former.validFrom),
              day: formatDay(said.validFrom),
            }),
          );
          const shown = { ...typed, confirme: planned.value.ended.map(({ id }) => id).join(' ') };
          const model = {
            title,
            question: messages('prefectures.mandate.question', { name: said.personName }),
            points,
            action: naming,
            hidden: Object.entries(shown).map(([name, value]) => ({ name, value })),
            submit: messages('prefectures.mandate.confirm'),
            back: list,
          };
          const confirmation = {
            ...content,
            title,
            model: { ...model, points: points.map((text) => ({ text })) },
          };
          return page('web/confirm', confirmation);
        }
        const done = await mandates.name(actorOf(user), said, confirmed);
        if (!done.ok) return refuse(done.errors);
        return redirect(
          `/prefectures/${said.officeId}#chefs-de-projet`,
          messages('prefectures.mandate.named'),
        );
      },
    }),
    route({
      method: 'get',
      path: `${list}/:id`,
      access: writers,
      params: mandateId,
      handle: async ({ params }) => page('prefectures/mandate', await mandatePage(await find(params.id))),
    }),
    route({
      method: 'post',
      path: `${list}/:id/terminer`,
      access: writers,
      params: mandateId,
      body: z.object({ jour: day() }),
      async handle({ params, form, typed, user }) {
        const mandate = await find(params.id);
        const done = form.ok ? await mandates.end(actorOf(user), mandate.id, form.value.jour) : form;
        if (!done.ok) {
          const content = await mandatePage(mandate, {
            ...typedFrom(mandate, lastDayHeld(mandate)),
            ...typed,
          });
          return page('prefectures/mandate', { ...content, errors: done.errors }, 422);
        }
        return redirect(
          `/prefectures/${mandate.officeId}#chefs-de-projet`,
          messages('prefectures.mandate.ended'),
        );
      },
    }),
    route({
      method: 'post',
      path: `${list}/:id/corriger`,
      access: writers,
      params: mandateId,
      body: mandateFields,
      async handle({ params, form, typed, user }) {
        const mandate = await find(params.id);
        const done = form.ok
          ? await mandates.correct(actorOf(user), mandate.id, namingOf(form.value, await listOffices()))
          : form;
        if (!done.ok) {
          const content = await mandatePage(mandate, typed);
          return page('prefectures/mandate', { ...content, errors: done.errors }, 422);
        }
        const { officeId } = done.value;
        return redirect(
          `/prefectures/${officeId}#chefs-de-projet`,
          messages('prefectures.mandate.corrected'),
        );
      },
    }),
  ];
}
