import type { Messages } from '../../kernel/messages.ts';
import type { Finding } from './finding.ts';

/** What the list prints of each finding: what it is, where, what to do. */
export function findingsModel(messages: Messages, findings: readonly Finding[]) {
  return findings.map(({ key, severity, params, reason, place, label }) => ({
    isError: severity === 'error',
    what: [
      messages(`${key}.what`, { ...params, label }),
      ...(reason === undefined ? [] : [messages(reason.key, reason.params)]),
    ].join(' '),
    todo: messages(`${key}.do`, { ...params, label }),
    href: place.href,
    where: label === '' ? messages('checks.whole') : label,
  }));
}

/** How many stop a submission and how many only warn, in numbers and in words. */
export function countFindings(messages: Messages, findings: readonly Finding[]) {
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const say = (kind: string, many: number) =>
    messages(`checks.count.${kind}-${many === 0 ? 'none' : many === 1 ? 'one' : 'many'}`, { count: many });
  return { errors, warnings, errorsLabel: say('errors', errors), warningsLabel: say('warnings', warnings) };
}

/** For those who do not read comments: that one holds the text back, without its words. */
export function withoutComments(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    if (finding.key !== 'checks.blocking-comment') return finding;
    const { href = '' } = finding.place;
    return {
      ...finding,
      ...{ key: 'checks.comment-withheld', params: {} },
      place: { ...finding.place, href: href.replace(/#.*$/, '') },
    };
  });
}
