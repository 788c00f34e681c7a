import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { newToken } from '../../kernel/ids.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { day, multiLine, singleLine } from '../../web/fields.ts';
import { file, page, redirect, route, type Page, type Route } from '../../web/route.ts';
import type { Instruction } from '../../drafts/instructions.ts';
import type { Campaign } from '../campaigns-store.ts';
import type { OfficeStory } from '../dispatch.ts';
import { actorOf, addressOf, dispatchers, pageOf, readers, type DispatchRoutesDeps } from '../page-frame.ts';
import { noProofs } from '../ports.ts';
import { officeParams } from '../route-params.ts';

const means = ['telephone', 'paper', 'post'] as const;
const capacities = ['for-the-prefect', 'project-lead', 'by-delegation'] as const;
const mostBytes = 20_000_000;

const words = (message: string) =>
  singleLine(120).pipe(z.string().refine((value) => /\p{L}/u.test(value), message));

const form = z.object({
  means: z.enum(means, { error: 'acknowledgements.consign.means-missing' }),
  on: day(),
  name: words('acknowledgements.name.no-letter'),
  function: words('acknowledgements.function.no-letter'),
  capacity: z.enum(capacities, { error: 'acknowledgements.capacity.missing' }),
  reason: multiLine(500, 1),
  formKey: z.string({ error: 'form.invalid' }).regex(/^[\w-]{20,64}$/, 'form.invalid'),
});

type Found = { instruction: Instruction; campaign: Campaign; story: OfficeStory };

/** What staff were told by telephone or hold on paper, and what proves an acknowledgement. */
export function createConsigningRoutes(
  deps: DispatchRoutesDeps,
  findStory: (slug: string, officeId: string) => Promise<Found>,
): Route[] {
  const { messages, proofs = noProofs } = deps;
  const path = '/instructions/:slug/diffusion/:office';
  const proofParams = officeParams.extend({ acknowledgement: z.uuid() });

  async function formPage(
    { instruction, story }: Found,
    typed: Record<string, string>,
    errors: NonNullable<Page['errors']> = [],
  ) {
    const back = addressOf(instruction.slug, `/${story.officeId}`);
    const title = messages('acknowledgements.consign.title', { office: story.officeName });
    const choices = (name: string, values: readonly string[]) =>
      values.map((value) => ({
        value,
        label: messages(`acknowledgements.${name}.${value}`),
        selected: typed[name] === value,
      }));
    const text = (name: string) => typed[name] ?? '';
    const model = {
      ...{ title, back, action: `${back}/accuse` },
      means: choices('means', means),
      capacities: choices('capacity', capacities),
      ...{ on: text('on'), name: text('name'), function: text('function'), reason: text('reason') },
      formKey: typed['formKey'] ?? newToken(16),
      hadFile: errors.length > 0,
    };
    const content = await pageOf(deps, instruction, model, { title, below: true });
    return page('dispatch/consign', { ...content, errors }, errors.length > 0 ? 422 : 200);
  }

  /** The acknowledgement of that address, if it is this office's in this campaign. */
  async function ownOf(params: { slug: string; office: string; acknowledgement: string }) {
    const { story } = await findStory(params.slug, params.office);
    const own = story.acknowledgements.find(({ id }) => id === params.acknowledgement);
    if (own === undefined) throw new AppError('not-found', 'no such acknowledgement');
    return own.id;
  }

  return [
    route({
      method: 'get',
      path: `${path}/accuse`,
      access: dispatchers,
      params: officeParams,
      handle: async ({ params }) => formPage(await findStory(params.slug, params.office), {}),
    }),
    route({
      method: 'post',
      path: `${path}/accuse`,
      access: dispatchers,
      params: officeParams,
      body: form,
      upload: { field: 'scan', maxBytes: mostBytes, tooLarge: 'beside-field' },
      async handle({ params, form, typed, file: uploaded, fileTooLarge, user }) {
        const found = await findStory(params.slug, params.office);
        const errors = form.ok ? [] : form.errors.map(named);
        if (fileTooLarge) errors.push({ field: 'scan', key: 'acknowledgements.consign.scan-too-large' });
        if (!form.ok || errors.length > 0) return formPage(found, typed, errors);
        const outcome = await proofs.consign(actorOf(user), {
          ...form.value,
          ...{ campaignId: found.campaign.id, officeId: found.story.officeId, scan: uploaded?.bytes },
        });
        if (!outcome.ok) return formPage(found, typed, outcome.errors);
        return redirect(
          addressOf(params.slug, `/${params.office}`),
          messages('acknowledgements.consign.done'),
        );
      },
    }),
    route({
      method: 'get',
      path: `${path}/accuses/:acknowledgement/piece`,
      access: readers,
      params: proofParams,
      async handle({ params }) {
        const scan = await proofs.scan(await ownOf(params));
        if (scan === undefined) throw new AppError('not-found', 'no scan');
        return file(scan.bytes, scan);
      },
    }),
    route({
      method: 'get',
      path: `${path}/accuses/:acknowledgement/recu.pdf`,
      access: readers,
      params: proofParams,
      async handle({ params }) {
        const id = await ownOf(params);
        const pdf = await proofs.receiptPdf(id);
        if (pdf === undefined) throw new AppError('not-found', 'no receipt');
        return file(pdf, { type: 'application/pdf', name: `recu-${id}.pdf` });
      },
    }),
  ];
}

/** « Ce champ est à remplir » says too little in a summary of several fields. */
function named(error: FieldError): FieldError {
  return error.key === 'form.required'
    ? { ...error, key: `acknowledgements.consign.missing.${error.field}` }
    : error;
}
