import { columnTitles, type ImportProblem } from './contact-file.ts';
import type { ContactLine } from './contact-line.ts';
import { isValidOn, overlap, type Contact } from './office.ts';

/** What an import would change. The file is the whole truth for the offices that it names, and silent on the others. */
export interface ImportPlan {
  officeIds: string[];
  added: (ContactLine & { validFrom: string })[];
  ended: Contact[];
  unchanged: number;
}

/** Faults that only appear when the lines of an office are put side by side. */
export function findClashes(lines: ContactLine[], today: string): ImportProblem[] {
  const problems: ImportProblem[] = [];
  lines.forEach((later, index) => {
    for (const earlier of lines.slice(0, index)) {
      if (earlier.officeId !== later.officeId || !overlap(dated(earlier, today), dated(later, today)))
        continue;
      const params = { other: earlier.line };
      if (sameMailbox(earlier.address, later.address)) {
        problems.push({
          line: later.line,
          column: columnTitles.address,
          key: 'prefectures.import.duplicate',
          params,
        });
      } else if (earlier.rank === later.rank) {
        problems.push({
          line: later.line,
          column: columnTitles.rank,
          key: 'prefectures.import.rank-taken',
          params,
        });
      }
    }
  });
  return problems;
}

/** Compares the file with what stands on `today`, the day of the import. */
export function planImport(lines: ContactLine[], standing: Contact[], today: string): ImportPlan {
  const officeIds = [...new Set(lines.map((line) => line.officeId))];
  const concerned = standing.filter(
    (contact) => officeIds.includes(contact.officeId) && isCurrent(contact, today),
  );
  const kept = new Set<string>();
  const added: ImportPlan['added'] = [];
  for (const line of lines) {
    const same = concerned.find((contact) => !kept.has(contact.id) && isSame(line, contact));
    if (same === undefined) added.push(dated(line, today));
    else kept.add(same.id);
  }
  return { officeIds, added, ended: concerned.filter(({ id }) => !kept.has(id)), unchanged: kept.size };
}

/** What is allowed but deserves a look: a mailbox that two offices share, an office left without a contact. */
export function findWarnings(
  lines: ContactLine[],
  plan: ImportPlan,
  standing: Contact[],
  today: string,
): ImportProblem[] {
  const elsewhere = standing.filter(
    (contact) => !plan.officeIds.includes(contact.officeId) && isCurrent(contact, today),
  );
  const warnings: ImportProblem[] = [];
  lines.forEach((line, index) => {
    const other =
      lines
        .slice(0, index)
        .find(
          (earlier) => earlier.officeId !== line.officeId && sameMailbox(earlier.address, line.address),
        ) ?? elsewhere.find((contact) => sameMailbox(contact.address, line.address));
    // Only servers that offer SMTPUTF8 (RFC 6531) take them: a departure checks ours, nobody knows the others'.
    const [local = ''] = line.address.split('@');
    if (/[^\u0020-\u007e]/.test(local))
      warnings.push({
        line: line.line,
        column: columnTitles.address,
        key: 'prefectures.import.accents-before-at',
      });
    if (other !== undefined) {
      const params = { office: other.officeId };
      warnings.push({
        line: line.line,
        column: columnTitles.address,
        key: 'prefectures.import.shared-mailbox',
        params,
      });
    }
  });
  for (const officeId of plan.officeIds) {
    const own = lines.filter((line) => line.officeId === officeId);
    if (!own.some((line) => isValidOn({ ...dated(line, today), endedOn: undefined }, today))) {
      const params = { office: officeId };
      warnings.push({ line: own[0]?.line ?? 1, column: '', key: 'prefectures.import.nobody-today', params });
    }
  }
  return warnings;
}

// A contact whose days are over, or that was withdrawn, is history: an import leaves it alone.
function isCurrent(contact: Contact, today: string): boolean {
  return contact.endedOn === undefined && (contact.validTo === undefined || contact.validTo >= today);
}

function isSame(line: ContactLine, contact: Contact): boolean {
  return (
    line.officeId === contact.officeId &&
    line.kind === contact.kind &&
    line.rank === contact.rank &&
    line.address === contact.address &&
    line.personName === contact.personName &&
    (line.validFrom === undefined || line.validFrom === contact.validFrom) &&
    line.validTo === contact.validTo
  );
}

function dated(line: ContactLine, today: string): ContactLine & { validFrom: string } {
  return { ...line, validFrom: line.validFrom ?? today };
}

function sameMailbox(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
