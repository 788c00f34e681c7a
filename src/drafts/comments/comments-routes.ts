import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { multiLine } from '../../web/fields.ts';
import { json, page, redirect, route, type CurrentUser, type Reply, type Route } from '../../web/route.ts';
import {
  actorOf,
  addressOf,
  findOrThrow,
  frameOf,
  pageOf,
  readers,
  type DraftsRoutesDeps,
} from '../page-frame.ts';
import { partsOf } from '../parts.ts';
import { slugParams } from '../route-params.ts';
import { faultOfCommenting, longestQuote, longestWords, readsComments } from './comment.ts';
import { filtered, filterModel, filters, namedIn, threadModel, type Filter } from './comments-page.ts';
import { placedPassages } from './placed-passages.ts';

const writers = ['drafter', 'reviewer', 'signatory'] as const;
const filterNames = Object.keys(filters) as [Filter, ...Filter[]];
const asked = z.object({
  filtre: z.enum(filterNames).catch('ouverts'),
  // What a person pointed at in the text before they came here.
  partie: z.string().max(80).catch(''),
  citation: z.string().max(longestQuote).catch(''),
  position: z.coerce.number().int().min(0).max(1e6).optional().catch(undefined),
});
const said = {
  form: z.uuid('form.invalid'),
  words: multiLine(longestWords, 1),
  mention: z.union([z.literal(''), z.uuid('form.invalid')]).default(''),
};
const opening = z.object({
  ...said,
  part: z.string().max(80, 'form.invalid').default(''),
  quote: z.string().max(longestQuote, 'form.too-long').default(''),
  near: z.coerce.number<string>().int().min(0).max(1e6).optional().catch(undefined),
  unsaved: z.enum(['yes', '']).default(''),
  blocking: z.enum(['yes', '']).default(''),
});
const threadParams = slugParams.extend({ thread: z.uuid() });

/** What people say of a text: a page of its own, and the panel beside the text. */
export function createCommentsRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;

  /** Whom one may write to: those who read comments. */
  const listPeople = async () => (await deps.listPeople()).filter(readsComments);

  /** Auditors are told that there are some, and why they are not shown. */
  async function demandReader(user: CurrentUser | undefined, slug: string): Promise<void> {
    if (user !== undefined && readsComments(user)) return;
    const { id } = await findOrThrow(instructions, slug);
    const count = (await instructions.listThreads(id)).length;
    throw new AppError('forbidden', 'comments are working documents', {
      messageKey: `comments.withheld.${count === 0 ? 'none' : count === 1 ? 'one' : 'many'}`,
      params: { count },
    });
  }

  async function mentionsIn({ words, mention }: { words: string; mention: string }): Promise<string[]> {
    const people = await listPeople();
    const chosen = people.filter(({ id }) => id === mention).map(({ id }) => id);
    return [...new Set([...chosen, ...namedIn(words, people)])];
  }

  async function commentsPage(
    user: CurrentUser | undefined,
    slug: string,
    {
      query,
      typed = {},
      errors = [],
    }: { query: z.infer<typeof asked>; typed?: Record<string, string>; errors?: FieldError[] },
  ): Promise<Reply> {
    const found = await findOrThrow(instructions, slug);
    const { instruction, template } = await instructions.draftOf(found.id);
    const actor = actorOf(user);
    const threads = await instructions.listThreads(instruction.id);
    const people = await listPeople();
    const names = await deps.namesOf(
      threads.flatMap(({ resolvedBy, comments }) => [
        resolvedBy ?? '',
        ...comments.flatMap(({ authorId, mentions }) => [authorId, ...mentions]),
      ]),
    );
    const authorIds = await instructions.listAuthorIds(instruction.id);
    const mayWrite = faultOfCommenting(actor, instruction) === undefined;
    const part = typed['part'] ?? query.partie;
    const model = {
      frame: await frameOf(deps, instruction, 'text'),
      slug,
      filters: filterModel(messages, threads, {
        ...{ filter: query.filtre, userId: actor.id },
        address: addressOf(slug, '/commentaires'),
      }),
      empty: messages(`comments.empty.${filters[query.filtre]}`),
      mayWrite,
      form: {
        key: newId(),
        isOpen: errors.length > 0 || query.citation !== '' || query.partie !== '',
        words: typed['words'] ?? '',
        quote: typed['quote'] ?? query.citation,
        near: typed['near'] ?? String(query.position ?? ''),
        // Pointed at in the editor: the words may be typed there and not saved.
        unsaved: (typed['unsaved'] ?? '') === 'yes' || query.position !== undefined,
        blocking: typed['blocking'] === 'yes',
        parts: [
          { value: '', label: messages('comments.whole'), selected: part === '' },
          ...partsOf(template).map(({ name, label }) => ({ value: name, label, selected: name === part })),
        ],
      },
      people: [
        { value: '', label: messages('comments.nobody'), selected: true },
        ...people
          .filter(({ id }) => id !== actor.id)
          .map(({ id, name }) => ({ value: id, label: name, selected: id === typed['mention'] })),
      ],
      threads: filtered(threads, query.filtre, actor.id).map((thread) =>
        threadModel(thread, {
          ...{ template, messages, actor, mayWrite, authorIds, slug, formKey: newId() },
          nameOf: (id) => names.get(id) ?? messages('journal.erased'),
        }),
      ),
    };
    const content = await pageOf(deps, instruction, model, { section: messages('comments.title') });
    return page('drafts/comments', { ...content, errors }, errors.length > 0 ? 422 : 200);
  }

  const again = { filtre: 'ouverts' as const, partie: '', citation: '' };
  const backTo = (slug: string, thread: string, key: string): Reply =>
    redirect(addressOf(slug, `/commentaires?filtre=tous#fil-${thread}`), messages(`comments.${key}`));

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/commentaires',
      access: readers,
      params: slugParams,
      query: asked,
      async handle({ params, query, user }) {
        await demandReader(user, params.slug);
        return commentsPage(user, params.slug, { query });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/commentaires.json',
      access: readers,
      params: slugParams,
      async handle({ params, user }) {
        await demandReader(user, params.slug);
        const { id, revision } = await findOrThrow(instructions, params.slug);
        const passages = placedPassages(
          await instructions.listThreads(id),
          await instructions.listToReview(id),
        );
        const authors = await deps.namesOf(passages.flatMap(({ authorId }) => authorId ?? []));
        const named = passages.map(({ authorId, ...passage }) => ({
          ...passage,
          author: authorId === undefined ? '' : (authors.get(authorId) ?? messages('journal.erased')),
        }));
        return json({ revision, passages: named });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/commentaires',
      access: writers,
      params: slugParams,
      body: opening,
      async handle({ params: { slug }, form, typed, user }) {
        if (!form.ok) return commentsPage(user, slug, { query: again, typed, errors: form.errors });
        const { id } = await findOrThrow(instructions, slug);
        const { words, part, quote, near, unsaved, blocking } = form.value;
        const opened = await instructions.openThread(actorOf(user), id, {
          ...{ formKey: form.value.form, words, mentions: await mentionsIn(form.value) },
          ...{ pointed: { part, quote, near, unsaved: unsaved === 'yes' }, blocking: blocking === 'yes' },
        });
        if (!opened.ok) return commentsPage(user, slug, { query: again, typed, errors: opened.errors });
        return backTo(slug, opened.value.thread, 'written');
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/commentaires/:thread',
      access: writers,
      params: threadParams,
      body: z.object(said),
      async handle({ params: { slug, thread }, form, typed, user }) {
        if (!form.ok) return commentsPage(user, slug, { query: again, typed, errors: form.errors });
        const { id } = await findOrThrow(instructions, slug);
        const mentions = await mentionsIn(form.value);
        const replied = await instructions.replyIn(actorOf(user), id, thread, {
          ...{ formKey: form.value.form, words: form.value.words, mentions },
        });
        // The answer that came too late stays on the page, in the form of a new comment.
        if (!replied.ok) return commentsPage(user, slug, { query: again, typed, errors: replied.errors });
        return backTo(slug, thread, 'written');
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/commentaires/:thread/etat',
      access: writers,
      params: threadParams,
      body: z.object({ action: z.enum(['resoudre', 'rouvrir'], 'form.invalid') }),
      async handle({ params: { slug, thread }, form, user }) {
        if (!form.ok) return commentsPage(user, slug, { query: again, errors: form.errors });
        const { id } = await findOrThrow(instructions, slug);
        const resolves = form.value.action === 'resoudre';
        await instructions[resolves ? 'resolveThread' : 'reopenThread'](actorOf(user), id, thread);
        return backTo(slug, thread, resolves ? 'resolved' : 'reopened');
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/commentaires/:thread/:comment',
      access: writers,
      params: threadParams.extend({ comment: z.uuid() }),
      body: z.discriminatedUnion('action', [
        z.object({ action: z.literal('modifier'), words: said.words }),
        z.object({ action: z.literal('retirer') }),
      ]),
      async handle({ params: { slug, thread, comment }, form, user }) {
        if (!form.ok) return commentsPage(user, slug, { query: again, errors: form.errors });
        const { id } = await findOrThrow(instructions, slug);
        const words = form.value.action === 'modifier' ? form.value.words : null;
        await instructions.changeComment(actorOf(user), id, { threadId: thread, commentId: comment, words });
        return backTo(slug, thread, words === null ? 'removed' : 'changed');
      },
    }),
  ];
}
