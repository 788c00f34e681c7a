import { z } from 'zod';
import { formatLongInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { day, multiLine, singleLine } from '../../web/fields.ts';
import { page as webPage, redirect, route, type Reply, type Role, type Route } from '../../web/route.ts';
import { actorOf } from '../page-frame.ts';
import { longestReason, longestUrl } from '../publication.ts';
import type { PublicPage } from './public-page.ts';

const path = '/page-publique/designation';
const administrators: readonly Role[] = ['administrator'];

/** The text that designates the public page: an administrator records it, and takes it back. */
export function createDesignationRoutes(deps: {
  page: PublicPage;
  messages: Messages;
  namesOf(userIds: string[]): Promise<Map<string, string>>;
}): Route[] {
  const { page, messages } = deps;

  async function designationPage(typed: Record<string, string>, errors: FieldError[] = []): Promise<Reply> {
    const { standing } = await page.designations.standing();
    const title = messages('public-page.designation-title');
    const { reference = '', on = '', url = '', reason = '' } = typed;
    const names = await deps.namesOf(standing === undefined ? [] : [standing.recordedBy]);
    const model = {
      ...{ title, action: path },
      ...(standing === undefined
        ? { form: { reference, on, url } }
        : {
            standing: {
              ...{ id: standing.id, reference: standing.reference, on: standing.datedOn, url: standing.url },
              recorded: messages('public-page.recorded', {
                name: names.get(standing.recordedBy) ?? messages('journal.erased'),
                at: formatLongInstant(standing.recordedAt),
              }),
              reason,
            },
          }),
    };
    return webPage(
      'publications/designation',
      { title, breadcrumb: [], model, errors },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({ method: 'get', path, access: administrators, handle: () => designationPage({}) }),
    route({
      method: 'post',
      path,
      access: administrators,
      body: z.object({ reference: singleLine(300), on: day(), url: singleLine(longestUrl) }),
      async handle({ form, typed, user }) {
        if (!form.ok) return designationPage(typed, form.errors);
        const { on: datedOn, ...text } = form.value;
        const recorded = await page.designations.record(actorOf(user), { ...text, datedOn });
        if (!recorded.ok) return designationPage(typed, recorded.errors);
        return redirect(path, messages('public-page.done.designated'));
      },
    }),
    route({
      method: 'post',
      path: `${path}/retirer`,
      access: administrators,
      body: z.object({ designation: z.uuid('form.invalid'), reason: multiLine(longestReason, 1) }),
      async handle({ form, typed, user }) {
        if (!form.ok) return designationPage(typed, form.errors);
        const { designation: id, reason } = form.value;
        const withdrawn = await page.designations.withdraw(actorOf(user), { id, reason });
        if (!withdrawn.ok) return designationPage(typed, withdrawn.errors);
        return redirect(path, messages('public-page.done.designation-withdrawn'));
      },
    }),
  ];
}
