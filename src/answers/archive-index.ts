import { writeCsv } from '../kernel/csv-file.ts';
import { formatBytes, formatDay, formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { ArchivedAnswer } from './answers-archive.ts';
import { versionModel } from './office-page.ts';
import type { Board } from './reading.ts';

const columnNames = ['territory', 'office', 'file', 'size', 'received', 'late', 'who', 'scan', 'sha256'];

/** The two indexes of an archive, for a spreadsheet and for a person: what is in it, and what is not. */
export function indexesOf(
  messages: Messages,
  given: { board: Board; files: readonly ArchivedAnswer[]; at: string },
): { name: string; text: string }[] {
  const { board, files, at } = given;
  const columns = columnNames.map((name) => messages(`answers.column.${name}`));
  const rows = files.map(({ path, line, answer, absent }) => {
    const version = versionModel(messages, board, line, answer);
    const file = absent === undefined ? path : messages(`answers.archive.${absent}`);
    const late = messages(version.late ? 'answers.yes' : 'answers.no');
    return {
      absent,
      cells: [
        line.territory.name,
        line.office.name,
        file,
        formatBytes(answer.bytes),
        version.at,
        late,
        version.who,
        version.scan,
        answer.sha256,
      ],
    };
  });
  const missing = board.lines.filter(({ answers }) => answers.length === 0);
  const words = {
    ...{ title: board.request.title, act: board.instruction.title, at: formatLongInstant(at) },
    ...{ day: formatDay(board.request.dueOn), received: files.length, asked: board.lines.length },
  };
  const html = [
    `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${escape(board.request.title)}</title></head><body>`,
    `<h1>${escape(board.request.title)}</h1><p>${escape(messages('answers.archive.summary', words))}</p>`,
    `<p>${escape(messages('answers.archive.hash'))}</p><table border="1"><thead><tr>`,
    ...columns.map((column) => `<th scope="col">${escape(column)}</th>`),
    '</tr></thead><tbody>',
    ...rows.map(
      ({ cells, absent }) =>
        `<tr>${cells.map((cell, at) => cellOf(cell, at === 2 && absent === undefined)).join('')}</tr>`,
    ),
    `</tbody></table><h2>${escape(messages('answers.archive.missing', { count: missing.length }))}</h2><ul>`,
    ...missing.map(({ territory, office }) => `<li>${escape(`${territory.name} (${office.name})`)}</li>`),
    '</ul></body></html>\n',
  ];
  return [
    { name: 'index.csv', text: writeCsv([columns, ...rows.map(({ cells }) => cells)]) },
    { name: 'index.html', text: html.join('\n') },
  ];
}

function cellOf(text: string, isLink: boolean): string {
  return `<td>${isLink ? `<a href="${escape(text)}">${escape(text)}</a>` : escape(text)}</td>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
