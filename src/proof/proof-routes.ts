import type { Messages } from '../kernel/messages.ts';
import { noFields } from '../web/fields.ts';
import { page, route, type Role, type Route } from '../web/route.ts';
import { findingInWords } from './finding-words.ts';
import type { Proof } from './proof.ts';
import { reportInWords } from './report-words.ts';
import type { ProofReport } from './verification.ts';

const watchers: readonly Role[] = ['auditor', 'administrator'];
const mostFindings = 200;

/** The verification of everything, asked from a page and told in words. */
export function createProofRoutes(deps: {
  proof: Pick<Proof, 'verify'>;
  demonstration: boolean;
  messages: Messages;
}): Route[] {
  const { proof, demonstration, messages } = deps;
  return [
    route({
      method: 'post',
      path: '/journal/verification',
      access: watchers,
      body: noFields,
      async handle() {
        const model = verificationModel(await proof.verify(), { demonstration, messages });
        const breadcrumb = [{ label: messages('archive.journal.title'), href: '/journal' }];
        return page('proof/verification', { title: model.title, breadcrumb, model });
      },
    }),
  ];
}

export function verificationModel(
  report: ProofReport,
  { demonstration, messages }: { demonstration: boolean; messages: Messages },
) {
  const { summary, facts, warnings } = reportInWords(report, messages, demonstration);
  const { findings } = report;
  return {
    title: messages('archive.journal.verified-title'),
    valid: report.valid,
    summary,
    verifiedAt: report.verifiedAt,
    facts: facts.slice(1).map((text) => ({ text })),
    warnings: warnings.map((text) => ({ text })),
    findings: findings.slice(0, mostFindings).map((finding) => ({ text: findingInWords(finding, messages) })),
    hidden: Math.max(0, findings.length - mostFindings),
    line: report.lines,
    head: report.head,
  };
}
