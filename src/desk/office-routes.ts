import { z } from 'zod';
import type { Acknowledgements, OpenLetter, Proofs } from '../acknowledgements/acknowledgements.ts';
import { AppError } from '../kernel/errors.ts';
import { newToken } from '../kernel/ids.ts';
import type { Messages } from '../kernel/messages.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { file, page, redirect, route, type CurrentOffice, type Reply, type Route } from '../web/route.ts';
import { actModel, addressOf, figuresCsv } from './act-page.ts';
import { acknowledgementForm, createAcknowledgementText, namedFault, receiptName } from './act-text.ts';
import type { Desk } from './desk.ts';
import { homeModel } from './home-page.ts';
import type { Received, ReceivedAct } from './received.ts';

const bySlug = z.object({ slug: z.string().max(200) });

export interface OfficeRoutesDeps {
  desk: Pick<Desk, 'sessions' | 'tasksOf'>;
  received: Received;
  acknowledgements: Pick<Acknowledgements, 'openFor' | 'recordFor' | 'creditsOf'>;
  /** The sealed receipts of acknowledgements. */
  proofs: Pick<Proofs, 'proofsOf' | 'receiptPdf'>;
  /** How many years the names of who acknowledges are kept; undefined: nobody has said. */
  keptYears: number | undefined;
  /** The names of the regions whose chef de projet sits in an office today. */
  regionsLedFrom(officeId: string): Promise<string[]>;
  messages: Messages;
  /** Whom to write to. */
  contact: string;
}

/** What an office finds once it entered: all that it was sent, and nothing of another's. */
export function createOfficeRoutes(deps: OfficeRoutesDeps): Route[] {
  const { desk, received, acknowledgements, messages, contact } = deps;
  const text = createAcknowledgementText(messages);

  /** Throws `not-found` for what this office was not sent, as for what does not exist. */
  async function opened(
    office: CurrentOffice | undefined,
    slug: string,
  ): Promise<{ office: CurrentOffice; act: ReceivedAct; letter: OpenLetter }> {
    const act = office && (await received.find(office.id, slug));
    const { instructionId } = act ?? {};
    const letter = instructionId && office && (await acknowledgements.openFor(office.id, { instructionId }));
    if (!act || !letter || letter.state !== 'open')
      throw new AppError('not-found', 'not sent to this office');
    return { office, act, letter };
  }

  async function actPage(
    { office, act, letter }: Awaited<ReturnType<typeof opened>>,
    { typed = {}, errors = [] }: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const isKeyRefused = errors.some(({ field }) => field === 'formKey');
    const model = actModel({
      ...{ office, act, letter, text, messages, typed, contact },
      credits: await acknowledgements.creditsOf(letter),
      withReceipt: await withReceipt(letter),
      ...(deps.keptYears === undefined
        ? {}
        : { retention: messages('acknowledgements.retention', { years: deps.keptYears }) }),
      bytes: (await letter.version.pdf()).byteLength,
      formKey: (isKeyRefused ? undefined : typed['formKey']) ?? newToken(16),
    });
    const { title } = act;
    return page('desk/act', { title, layout: 'bare', model, errors }, errors.length > 0 ? 422 : 200);
  }

  /** What an acknowledgement is worth that is made with this session. */
  async function worthOf({ strength, sessionId }: CurrentOffice) {
    if (strength === 'code') return { strength: 'declared', means: 'code' } as const;
    const identity = await desk.sessions.identityOf(sessionId);
    // It ended since the page was asked for: what ProConnect told is gone, and no code was typed.
    if (identity === undefined) throw new AppError('sign-in-required', 'the session ended meanwhile');
    const authenticatedAs = { ...identity, usualName: identity.familyName };
    return { strength: 'authenticated', means: 'proconnect', authenticatedAs } as const;
  }

  async function withReceipt({ acknowledgements: given }: OpenLetter): Promise<Set<string>> {
    const found = await deps.proofs.proofsOf(given.map(({ id }) => id));
    return new Set(
      [...found].filter(([, { receiptSha256 }]) => receiptSha256 !== undefined).map(([id]) => id),
    );
  }

  return [
    route({
      method: 'get',
      path: '/guichet',
      access: 'office',
      async handle({ office }) {
        if (office === undefined) throw new AppError('sign-in-required', 'no office entered');
        const model = homeModel({
          ...{ office, messages },
          received: await received.list(office.id),
          tasks: await desk.tasksOf(office.id),
          regions: await deps.regionsLedFrom(office.id),
        });
        return page('desk/home', { title: model.office, layout: 'bare', model });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/instructions/:slug',
      access: 'office',
      params: bySlug,
      handle: async ({ office, params }) => actPage(await opened(office, params.slug)),
    }),
    route({
      method: 'post',
      path: '/guichet/instructions/:slug',
      access: 'office',
      params: bySlug,
      body: acknowledgementForm,
      async handle({ office: entered, params, form, typed }) {
        const found = await opened(entered, params.slug);
        if (!form.ok) return actPage(found, { typed, errors: form.errors.map(namedFault) });
        const { office, act } = found;
        const { name, function: quality, capacity, formKey } = form.value;
        const done = await acknowledgements.recordFor({
          ...{ officeId: office.id, of: { instructionId: act.instructionId }, ...(await worthOf(office)) },
          ...{ person: { name, function: quality }, capacity, formKey },
        });
        const key = 'acknowledgement' in done ? done.state : 'not-asked';
        return redirect(addressOf(act.slug), messages(`desk.acknowledged.${key}`));
      },
    }),
    route({
      method: 'get',
      path: '/guichet/instructions/:slug/document.pdf',
      access: 'office',
      params: bySlug,
      async handle({ office, params }) {
        const { letter } = await opened(office, params.slug);
        const name = text.documentName(letter);
        return file(await letter.version.pdf(), { type: 'application/pdf', name });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/instructions/:slug/recus/:acknowledgement',
      access: 'office',
      params: bySlug.extend({ acknowledgement: z.string().max(100) }),
      async handle({ office, params: { slug, acknowledgement: id } }) {
        const { letter } = await opened(office, slug);
        const isOwn = letter.acknowledgements.some((each) => each.id === id);
        const pdf = isOwn ? await deps.proofs.receiptPdf(id) : undefined;
        if (pdf === undefined) throw new AppError('not-found', 'no such receipt');
        return file(pdf, { type: 'application/pdf', name: receiptName(id) });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/instructions/:slug/chiffres.csv',
      access: 'office',
      params: bySlug,
      async handle({ office, params }) {
        const { act, letter } = await opened(office, params.slug);
        const credits = await acknowledgements.creditsOf(letter);
        if (credits.figures.length === 0) throw new AppError('not-found', 'no figures');
        const name = messages('desk.figures.file-name', { slug: act.slug });
        return file(Buffer.from(figuresCsv(credits, messages)), { type: 'text/csv; charset=utf-8', name });
      },
    }),
    route({
      method: 'get',
      path: '/guichet/instructions/:slug/pieces/:piece',
      access: 'office',
      params: bySlug.extend({ piece: z.string().max(200) }),
      async handle({ office, params }) {
        const { letter } = await opened(office, params.slug);
        const { pieces } = await acknowledgements.creditsOf(letter);
        const piece = pieces.find(({ name }) => name === params.piece);
        if (piece === undefined) throw new AppError('not-found', 'no such piece');
        return file(await piece.bytes(), { type: piece.type, name: piece.name });
      },
    }),
  ];
}
