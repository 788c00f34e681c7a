import { compareTables, totalOf, type Compared } from '../../allocations/allocations.ts';
import { formatAmount, formatDifference } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { Story } from './story.ts';

/** The tables of credits that were set one after the other, as the dossier lists them. */
export function tablesModel(messages: Messages, { instruction, tables, names }: Story) {
  return tables.map((table, index) => {
    const total = totalOf(table.lines);
    const before = tables[index - 1];
    const was = before === undefined ? undefined : totalOf(before.lines);
    return {
      number: table.number,
      at: table.setAt,
      by: names.users.get(table.setBy) ?? messages('journal.erased'),
      sha256: table.contentSha256,
      href: `/instructions/${instruction.slug}/dossier/credits/${table.number}`,
      isWithdrawn: table.lines.length === 0,
      commitment: formatAmount(total.commitmentAuthority),
      payment: formatAmount(total.paymentAppropriation),
      ...(was === undefined
        ? {}
        : { difference: formatDifference(total.commitmentAuthority - was.commitmentAuthority) }),
    };
  });
}

/** One table as it was set, beside the one before it; undefined when there is none of this number. */
export function tableModel(messages: Messages, story: Story, number: number) {
  const index = story.tables.findIndex((each) => each.number === number);
  const table = story.tables[index];
  const row = tablesModel(messages, story)[index];
  if (table === undefined || row === undefined) return undefined;
  const compared = compareTables(story.tables[index - 1]?.lines ?? [], table.lines);
  const rows = compared.lines.map(({ name, isPart, commitmentAuthority, paymentAppropriation }) => ({
    ...{ name, isPart },
    commitment: cellOf(commitmentAuthority),
    payment: cellOf(paymentAppropriation),
  }));
  const { commitmentAuthority, paymentAppropriation } = compared.total;
  return {
    ...row,
    title: messages('story.table.title', { number }),
    ...(story.tables[index - 1] === undefined ? {} : { before: story.tables[index - 1]?.number ?? 0 }),
    rows,
    total: { commitment: cellOf(commitmentAuthority), payment: cellOf(paymentAppropriation) },
  };
}

function cellOf({ before, now, difference }: Compared) {
  return {
    now: now === undefined ? '—' : formatAmount(now),
    change: before === now ? '' : formatDifference(difference),
  };
}
