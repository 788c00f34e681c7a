import { z } from 'zod';
import type { FieldError } from '../kernel/outcome.ts';
import type { Instruction } from '../drafts/instructions.ts';
import { multiLine } from '../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../web/route.ts';
import {
  actorOf,
  addressOf,
  drafters,
  findOrThrow,
  frameOf,
  pageOf,
  slugParams,
  type AllocationsRoutesDeps,
} from './page-frame.ts';
import { faultOfState } from './setting.ts';
import type { Actor } from './ports.ts';
import { typedFrom } from './table-form.ts';
import { typingRows } from './typing-page.ts';

/** The territories are known by the directory alone: their fields are read with it. */
const typedBody = z.looseObject({
  criteres: multiLine(8_000),
  apres: z.coerce.number({ error: 'form.invalid' }).int('form.invalid').min(0, 'form.invalid'),
});

/** The credits typed in a table, line by line, with the criteria that explain them. */
export function createTypingRoutes(deps: AllocationsRoutesDeps): Route[] {
  const { allocations, messages } = deps;

  async function typingPage(
    instruction: Instruction,
    writer: Actor,
    again: { typed?: Record<string, string>; errors?: FieldError[]; detailed?: boolean } = {},
  ): Promise<Reply> {
    const standing = await allocations.currentTable(instruction.id);
    const latest = await allocations.latestNumber(instruction.id);
    const before = await allocations.yearBefore(instruction.id);
    const { errors = [] } = again;
    const isOutrun = errors.some(({ key }) => key === 'allocations.typed.changed-meanwhile');
    const typed = again.typed ?? typedFrom(standing?.lines ?? []);
    const meanwhile = isOutrun ? typedFrom(standing?.lines ?? []) : {};
    const hasParts = Object.keys({ ...typed, ...meanwhile }).some((name) => /^(ae|cp)-DEP-/.test(name));
    const { territories, byDepartment } = await allocations.rulesOf(instruction.id);
    const detailed = (again.detailed ?? false) || hasParts || byDepartment;
    const rows = typingRows(territories, {
      typed,
      before: before?.table.lines ?? [],
      detailed,
    });
    const criteria = typed['criteres'] ?? standing?.criteria ?? '';
    const savedCriteria = isOutrun && standing?.criteria !== criteria ? standing?.criteria : undefined;
    const model = {
      frame: await frameOf(deps, instruction),
      path: addressOf(instruction.slug),
      after: isOutrun ? latest : (typed['apres'] ?? latest),
      writer: writer.id,
      answered: errors.length > 0,
      detailed,
      criteria,
      ...(savedCriteria === undefined ? {} : { savedCriteria }),
      ...(before === undefined ? {} : { before: before.instruction.title }),
      rows: rows.map((row) => ({ ...row, ...(isOutrun ? otherOf(row, meanwhile) : {}) })),
    };
    const title = messages('allocations.typed.title');
    const shared = await pageOf(deps, instruction, model, title);
    const status = isOutrun ? 409 : errors.length > 0 ? 422 : 200;
    return page('allocations/typing', { ...shared, errors, scripts: ['credits'] }, status);
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/credits/saisir',
      access: drafters,
      params: slugParams,
      query: z.object({ departements: z.enum(['oui']).optional() }),
      async handle({ params, query, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        await allocations.demandDraft(actorOf(user), instruction.id);
        return typingPage(instruction, actorOf(user), { detailed: query.departements === 'oui' });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/credits/saisir',
      access: drafters,
      params: slugParams,
      body: typedBody,
      async handle({ params, form, typed, user }) {
        const instruction = await findOrThrow(deps, params.slug);
        const writer = actorOf(user);
        if (typed['detailler'] !== undefined)
          return typingPage(instruction, writer, { typed, detailed: true });
        if (!form.ok) return typingPage(instruction, writer, { typed, errors: form.errors });
        // What was typed while somebody froze the text stays on the page, with the reason.
        const key = faultOfState(instruction);
        if (key !== undefined)
          return typingPage(instruction, writer, { typed, errors: [{ field: '', key }] });
        const { criteres: criteria, apres: after } = form.value;
        const done = await allocations.type(writer, instruction.id, { typed, criteria, after });
        if (!done.ok) return typingPage(instruction, writer, { typed, errors: done.errors });
        return redirect(addressOf(params.slug), messages('allocations.typed.done', { ...done.value }));
      },
    }),
  ];
}

/** What somebody else saved meanwhile, beside what was typed. */
function otherOf(
  row: ReturnType<typeof typingRows>[number],
  meanwhile: Readonly<Record<string, string>>,
): Pick<typeof row, 'ae' | 'cp'> {
  const beside = (cell: (typeof row)['ae']) => {
    if (cell === undefined) return cell;
    const saved = meanwhile[cell.field] ?? '';
    return saved === cell.value ? cell : { ...cell, saved: saved === '' ? '—' : saved };
  };
  return { ae: beside(row.ae), cp: beside(row.cp) };
}
