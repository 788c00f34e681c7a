import { z } from 'zod';
import type { FieldError } from '../../kernel/outcome.ts';
import { day, multiLine, singleLine } from '../../web/fields.ts';
import { file, page, redirect, route, type Reply, type Role, type Route } from '../../web/route.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { openStep } from './progress.ts';
import { mostReceivedBytes } from './received-file.ts';

const path = '/instructions/:slug/avis';
const recorders: readonly Role[] = ['drafter', 'reviewer', 'dispatcher'];
const opinions = ['favourable', 'reserved', 'unfavourable'] as const;
const decisions = ['given', 'refused'] as const;
const sha256 = z.string({ error: 'form.required' }).regex(/^[0-9a-f]{64}$/, 'form.invalid');

/** An outside body's step: the document to send it, the day it was sent, and what came back. */
export function createOutsideRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  async function outsidePage(
    slug: string,
    { typed = {}, errors = [] }: { typed?: Record<string, string>; errors?: FieldError[] } = {},
  ): Promise<Reply> {
    const instruction = await findOrThrow(instructions, slug);
    const { version, situation } = await instructions.underReview(instruction);
    const { transmissions } = await instructions.outsideOf(instruction.id);
    const open = instruction.state === 'in_review' ? openStep(situation.progress)?.step : undefined;
    const isOpen = version !== undefined && open?.kind === 'outside';
    const sent = transmissions.find(
      (one) => one.frozenVersionId === version?.id && one.step === open?.number,
    );
    const model = {
      frame: await frameOf(deps, instruction, 'visas'),
      slug,
      ...(isOpen && {
        open: {
          ...{ step: open.name, body: open.body, sha256: version.sha256, version: version.number },
          pdf: addressOf(slug, `/versions/${version.number}.pdf`),
          ...(sent && { sent: { on: sent.sentOn, to: sent.words ?? messages('journal.erased') } }),
          isSent: sent !== undefined,
          ...{ to: typed['to'] ?? '', sentOn: typed['sentOn'] ?? '' },
          ...{ givenOn: typed['givenOn'] ?? '', remark: typed['remark'] ?? '' },
          opinions: ['' as const, ...opinions].map((value) => ({
            ...{ value, label: messages(`circuit.outside.opinion-${value || 'none'}`) },
            selected: (typed['opinion'] ?? '') === value,
          })),
          decisions: ['' as const, ...decisions].map((value) => ({
            ...{ value, label: messages(`circuit.outside.decision-${value || 'none'}`) },
            selected: (typed['decision'] ?? '') === value,
          })),
        },
      }),
    };
    const shared = await pageOf(deps, instruction, model, { section: messages('circuit.outside.title') });
    return page('drafts/outside-opinion', { ...shared, errors }, errors.length > 0 ? 422 : 200);
  }

  const done = (slug: string, key: string) =>
    redirect(addressOf(slug, '/visas'), messages(`circuit.outside.${key}`));

  return [
    route({
      method: 'get',
      path,
      access: recorders,
      params: slugParams,
      handle: ({ params }) => outsidePage(params.slug),
    }),
    route({
      method: 'post',
      path: `${path}/transmission`,
      access: recorders,
      params: slugParams,
      body: z.object({ sha256, sentOn: day(), to: singleLine(200) }),
      async handle({ params, form, typed, user }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return outsidePage(params.slug, { typed, errors: form.errors });
        const recorded = await instructions.recordTransmission(actorOf(user), id, form.value);
        if (!recorded.ok) return outsidePage(params.slug, { typed, errors: recorded.errors });
        return done(params.slug, 'sent-done');
      },
    }),
    route({
      method: 'post',
      path,
      access: recorders,
      params: slugParams,
      upload: { field: 'file', maxBytes: mostReceivedBytes },
      body: z.object({
        ...{ sha256, givenOn: day(), remark: multiLine(2000) },
        opinion: z.enum(opinions, 'form.required'),
        decision: z.enum(decisions, 'form.required'),
      }),
      async handle({ params, form, typed, user, file: received }) {
        const { id } = await findOrThrow(instructions, params.slug);
        if (!form.ok) return outsidePage(params.slug, { typed, errors: form.errors });
        const opinion = { ...form.value, file: received };
        const recorded = await instructions.recordOpinion(actorOf(user), id, opinion);
        if (!recorded.ok) return outsidePage(params.slug, { typed, errors: recorded.errors });
        return done(params.slug, form.value.decision === 'given' ? 'passed' : 'refused');
      },
    }),
    route({
      method: 'get',
      path: `${path}/:opinion/fichier`,
      access: readers,
      params: slugParams.extend({ opinion: z.uuid() }),
      async handle({ params }) {
        const { id } = await findOrThrow(instructions, params.slug);
        const { bytes, kind, type } = await instructions.opinionFile(id, params.opinion);
        return file(bytes, { type, name: `${params.slug}-avis.${kind}` });
      },
    }),
  ];
}
