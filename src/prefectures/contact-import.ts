import type { Knex } from 'knex';
import { instantOf, parisDayOf, type Clock } from '../kernel/clock.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { newId, newToken } from '../kernel/ids.ts';
import type { Journal } from '../journal/journal.ts';
import { contactAdded, contactEnded } from './contact-events.ts';
import type { ContactFile, ImportProblem } from './contact-file.ts';
import { readContactLine, type ContactLine, type OfficeFinder } from './contact-line.ts';
import { insertContacts, listContacts, markContactsEnded } from './contacts-store.ts';
import { findClashes, findWarnings, planImport, type ImportPlan } from './import-plan.ts';
import { listHoldings, listOfficeRows } from './offices-store.ts';
import type { Contact } from './office.ts';

/** What a file would do, or why it does nothing. With a problem, nothing at all is changed. */
export interface ImportAnalysis {
  fileSha256: string;
  problems: ImportProblem[];
  warnings: ImportProblem[];
  plan: ImportPlan;
  /** Hash of the change itself: what a person saw in the preview is what they confirm. */
  planSha256: string;
}

/** Reads the file against the directory as it stands on the day. */
export async function analyseImport(
  database: Knex | Knex.Transaction,
  file: ContactFile,
  clock: Clock,
): Promise<ImportAnalysis> {
  const today = parisDayOf(clock.now());
  const problems = [...file.problems];
  const findOffice = await createOfficeFinder(database, today);
  const lines: ContactLine[] = [];
  for (const fileLine of file.lines) {
    const read = readContactLine(fileLine, findOffice);
    problems.push(...read.problems);
    if (read.contact !== undefined) lines.push(read.contact);
  }
  problems.push(...findClashes(lines, today));
  problems.sort((one, other) => one.line - other.line);
  const standing = await listContacts(database);
  const plan = planImport(problems.length > 0 ? [] : lines, standing, today);
  const warnings = problems.length > 0 ? [] : findWarnings(lines, plan, standing, today);
  return { fileSha256: file.sha256, problems, warnings, plan, planSha256: hashOfPlan(plan) };
}

/** Applies an analysis without problems, with its journal lines, in the caller's transaction. */
export async function applyImport(
  transaction: Knex.Transaction,
  deps: { journal: Journal; clock: Clock },
  actor: string,
  { plan, fileSha256 }: ImportAnalysis,
): Promise<void> {
  const contacts = plan.added.map(toContact);
  await markContactsEnded(
    transaction,
    plan.ended.map(({ id }) => id),
    { on: parisDayOf(deps.clock.now()), by: actor },
  );
  await insertContacts(transaction, contacts, { at: instantOf(deps.clock), by: actor });
  await deps.journal.append(
    transaction,
    {
      type: 'directory.imported',
      actor,
      subject: 'directory:offices',
      data: { offices: plan.officeIds.length, contacts: contacts.length + plan.unchanged, fileSha256 },
    },
    ...plan.ended.map((contact) => contactEnded(actor, contact)),
    ...contacts.map((contact) => contactAdded(actor, contact)),
  );
}

function toContact(line: ContactLine & { validFrom: string }): Contact {
  const { officeId, rank, kind, address, personName, validFrom, validTo } = line;
  const secret = { id: newId(), addressSalt: newToken(16) };
  return { ...secret, officeId, rank, kind, address, personName, validFrom, validTo, endedOn: undefined };
}

// A territory names its office; a region does not, because its holder is already named by a department.
async function createOfficeFinder(database: Knex | Knex.Transaction, today: string): Promise<OfficeFinder> {
  const offices = new Set((await listOfficeRows(database)).map(({ id }) => id));
  const holdings = (await listHoldings(database)).filter(
    ({ validFrom, validTo }) => (validFrom ?? '') <= today && today <= (validTo ?? '9999-12-31'),
  );
  const holders = new Map(holdings.map((holding) => [holding.id, holding.officeId]));
  return (id) => {
    if (offices.has(id)) return { officeId: id };
    const officeId = holders.get(id);
    if (officeId === undefined) return { key: 'unknown-office' };
    return id.startsWith('REG-')
      ? { key: 'region-has-no-office', params: { office: officeId } }
      : { officeId };
  };
}

function hashOfPlan(plan: ImportPlan): string {
  const added = plan.added.map(({ line: _line, ...contact }) => ({
    ...contact,
    validTo: contact.validTo ?? '',
  }));
  return sha256Hex(canonicalJson({ added, ended: plan.ended.map(({ id }) => id) } as unknown as Json));
}
