import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Messages } from '../../kernel/messages.ts';
import { demandWithin, withinPerimeter } from '../../kernel/perimeter.ts';
import { page, redirect, route, type CurrentUser, type Role, type Route } from '../../web/route.ts';
import type { Archive } from '../archive.ts';
import { choiceModel, comparedModel } from './comparison-page.ts';

const readers: readonly Role[] = ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'];
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,120}$/);
// A wrong text in an address chooses nothing; it is not worth an error page.
const loose = slug.catch('').default('');

/** Two instructions compared, at an address that can be read aloud: `/comparer/2026-…/2027-…`. */
export function createComparingRoutes(deps: { archive: Archive; messages: Messages }): Route[] {
  const { archive, messages } = deps;

  async function choiceOf(user: CurrentUser | undefined, before: string, after: string) {
    const every = await archive.comparableTexts();
    const texts = every.filter(({ year }) => withinPerimeter(user?.perimeter, year));
    return choiceModel(messages, { texts, outside: every.length - texts.length, before, after });
  }

  return [
    route({
      method: 'get',
      path: '/comparer',
      access: readers,
      query: z.object({ de: loose, a: loose }),
      async handle({ query: { de, a }, user }) {
        if (de !== '' && a !== '') return redirect(`/comparer/${de}/${a}`);
        const title = messages('story.compare.page');
        const choice = await choiceOf(user, de, a);
        const model = { title, choice, isEmpty: choice.before.length < 3 };
        return page('archive/compare', { title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/comparer/:before/:after',
      access: readers,
      params: z.object({ before: slug, after: slug }),
      async handle({ params: { before, after }, user }) {
        const compared = await archive.comparedTexts(before, after);
        if (compared === undefined)
          throw new AppError('not-found', 'no such text to compare', { messageKey: 'story.compare.unknown' });
        for (const side of [compared.before, compared.after])
          demandWithin(user?.perimeter, side.instruction.year);
        const model = {
          ...comparedModel(messages, compared),
          choice: await choiceOf(user, before, after),
        };
        const breadcrumb = [{ label: messages('story.compare.page'), href: '/comparer' }];
        return page('archive/compared', { title: model.title, breadcrumb, model });
      },
    }),
  ];
}
