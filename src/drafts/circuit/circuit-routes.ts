import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { noFields } from '../../web/fields.ts';
import { page, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, type DraftsRoutesDeps } from '../page-frame.ts';
import { oneVisa, type Circuit } from './circuit.ts';
import { circuitForm, definitionOf, formModel } from './circuit-form-page.ts';
import { needOf } from './progress-page.ts';

const idParams = z.object({ id: z.uuid() });
const blank = { id: '', name: '', version: 0, definition: { ...oneVisa, steps: [] } };

/** The circuits of visas, as administrators keep them. */
export function createCircuitRoutes(deps: DraftsRoutesDeps): Route[] {
  const { instructions, messages } = deps;
  const labelOf = (needed: string) =>
    needed === 'all' ? messages('circuit.form.all') : messages('circuit.form.some', { count: needed });

  async function listPage(): Promise<Reply> {
    const names = new Map((await deps.listPeople()).map(({ id, name }) => [id, name]));
    const circuits = (await instructions.listCircuits()).map(({ id, name, definition }) => ({
      id,
      name,
      steps: definition.steps.map((step) => ({
        name: step.name,
        need: needOf(messages, {
          ...{ number: 0, name: step.name, kind: step.kind },
          body: step.kind === 'outside' ? step.body : '',
          needed: step.kind === 'outside' ? 1 : step.needed === 'all' ? step.reviewers.length : step.needed,
          seats: step.kind === 'outside' ? [] : step.reviewers,
        }),
        who:
          step.kind === 'outside'
            ? ''
            : step.reviewers.map((id) => names.get(id) ?? messages('journal.erased')).join(', '),
      })),
    }));
    const title = messages('circuit.form.list-title');
    return page('drafts/circuits', { title, breadcrumb: [], model: { title, circuits } });
  }

  async function formPage(circuit: Circuit, errors: FieldError[] = []): Promise<Reply> {
    const people = (await deps.listPeople()).filter(({ roles }) => roles.includes('reviewer'));
    const title = circuit.id === '' ? messages('circuit.form.new-title') : circuit.name;
    const action = circuit.id === '' ? '/circuits' : `/circuits/${circuit.id}`;
    const breadcrumb = [{ label: messages('circuit.form.list-title'), href: '/circuits' }];
    const model = { title, action, id: circuit.id, ...formModel(circuit, people, labelOf) };
    return page('drafts/circuit', { title, breadcrumb, model, errors }, errors.length > 0 ? 422 : 200);
  }

  async function find(id: string): Promise<Circuit> {
    const circuit = await instructions.findCircuit(id);
    if (circuit === undefined || circuit.retiredAt !== null)
      throw new AppError('not-found', 'no such circuit');
    return circuit;
  }

  async function save(
    user: Parameters<typeof actorOf>[0],
    circuit: Circuit,
    form: { ok: true; value: z.infer<typeof circuitForm> } | { ok: false; errors: FieldError[] },
  ): Promise<Reply> {
    if (!form.ok) return formPage(circuit, form.errors);
    const { name, version } = form.value;
    const definition = definitionOf(form.value);
    const existing = circuit.id === '' ? {} : { existing: { id: circuit.id, version } };
    const defined = await instructions.defineCircuit(actorOf(user), { name, definition, ...existing });
    // What was typed is shown again, whatever is wrong with it.
    if (!defined.ok) return formPage({ id: circuit.id, name, version, definition }, defined.errors);
    return redirect('/circuits', messages('circuit.form.saved', { name }));
  }

  return [
    route({ method: 'get', path: '/circuits', access: ['administrator'], handle: () => listPage() }),
    route({
      method: 'get',
      path: '/circuits/nouveau',
      access: ['administrator'],
      handle: () => formPage(blank),
    }),
    route({
      method: 'post',
      path: '/circuits',
      access: ['administrator'],
      body: circuitForm,
      handle: ({ form, user }) => save(user, blank, form),
    }),
    route({
      method: 'get',
      path: '/circuits/:id',
      access: ['administrator'],
      params: idParams,
      handle: async ({ params }) => formPage(await find(params.id)),
    }),
    route({
      method: 'post',
      path: '/circuits/:id',
      access: ['administrator'],
      params: idParams,
      body: circuitForm,
      handle: async ({ params, form, user }) => save(user, await find(params.id), form),
    }),
    route({
      method: 'post',
      path: '/circuits/:id/retirer',
      access: ['administrator'],
      params: idParams,
      body: noFields,
      async handle({ params, user }) {
        const { name } = await find(params.id);
        await instructions.retireCircuit(actorOf(user), params.id);
        return redirect('/circuits', messages('circuit.form.retired', { name }));
      },
    }),
  ];
}
