import { z } from 'zod';
import type { Messages } from '../../kernel/messages.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { singleLine } from '../../web/fields.ts';
import { file, page as webPage, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { actorOf, readers } from '../page-frame.ts';
import { publishers } from './listing.ts';
import type { PublicPage } from './public-page.ts';
import { mostReportBytes, reportParts } from './reports.ts';
import { publishPath } from './staff-page.ts';

const path = '/page-publique/rapports';
const keeping = z.object({
  year: z
    .string({ error: 'form.required' })
    .trim()
    .regex(/^\d{4}$/, 'public-page.report-year')
    .transform(Number),
  part: z.enum(reportParts, 'form.required'),
  title: singleLine(200),
});

/** Activity reports: handed in as a PDF, then made public as any other text. */
export function createReportsRoutes({ page, messages }: { page: PublicPage; messages: Messages }): Route[] {
  function reportPage(typed: Record<string, string>, errors: FieldError[] = []): Reply {
    const title = messages('public-page.report-title');
    const model = {
      ...{ heading: title, action: path, back: '/page-publique' },
      ...{ year: typed['year'] ?? '', title: typed['title'] ?? '', again: errors.length > 0 },
      parts: ['' as const, ...reportParts].map((value) => ({
        ...{ value, selected: (typed['part'] ?? '') === value },
        label: messages(value === '' ? 'public-page.part-none' : `public-page.part.${value}`),
      })),
    };
    const breadcrumb = [{ label: messages('public-page.staff-title'), href: '/page-publique' }];
    return webPage(
      'publications/report',
      { title, breadcrumb, model, errors },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({ method: 'get', path, access: publishers, handle: async () => reportPage({}) }),
    route({
      method: 'post',
      path,
      access: publishers,
      upload: { field: 'file', maxBytes: mostReportBytes, tooLarge: 'beside-field' },
      body: keeping,
      async handle({ form, typed, user, file: sent, fileTooLarge }) {
        if (!form.ok) return reportPage(typed, form.errors);
        const given = { bytes: sent?.bytes, tooLarge: fileTooLarge };
        const kept = await page.reports.keep(actorOf(user), form.value, given);
        if (!kept.ok) return reportPage(typed, kept.errors);
        return redirect(publishPath('activity-report', kept.value.id), messages('public-page.done.kept'));
      },
    }),
    route({
      method: 'get',
      path: `${path}/:report.pdf`,
      access: readers,
      params: z.object({ report: z.uuid() }),
      async handle({ params: { report } }) {
        const bytes = await page.reports.source.bytesOf(report);
        return file(bytes, { type: 'application/pdf', name: 'rapport-d-activite.pdf' });
      },
    }),
  ];
}
