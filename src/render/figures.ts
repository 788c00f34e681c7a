import { formatAmount } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { SectionValue } from './document-engine.ts';
import { escapeHtml } from './print-page.ts';

/** The credits of an instruction, in integer cents. A region's departments are granted a part of it. */
export interface Figures {
  /** In the order of reading: a region, its departments, the next region; then the collectivities. */
  lines: FigureLine[];
  /** Of the regions and the collectivities. */
  total: FigureAmounts;
  /** Why each receives what it does, a paragraph each; absent from what was frozen before they were kept. */
  criteria?: string[];
}

export interface FigureAmounts {
  /** Autorisations d’engagement. */
  commitmentAuthority: number;
  /** Crédits de paiement. */
  paymentAppropriation: number;
}

export interface FigureLine extends FigureAmounts {
  /** `REG-84`, `DEP-01`, `COM-987`. */
  territory: string;
  level: 'region' | 'department' | 'collectivity';
  name: string;
  /** Of a department. */
  regionName?: string;
}

const key = 'repartition';

/** Amounts under one another; only in documents that have figures, so that no other one changes. */
export const figuresCss = `#annexe-${key} ~ table td { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
#annexe-${key} ~ table th[scope='row'] { font-weight: 400; }
#annexe-${key} ~ table tr:last-child th[scope='row'] { font-weight: 700; }
#annexe-${key} ~ table thead th:nth-last-child(-n + 2) { text-align: right; }`;

/**
 * The annex that prints the figures, whatever the template: the regions and collectivities with their
 * total, then the departments, if any.
 */
export function toFiguresAnnex(
  { lines, total, criteria = [] }: Figures,
  number: number,
  messages: Messages,
): SectionValue {
  const say = (name: string) => escapeHtml(messages(`render.figures.${name}`));
  const columns = (...names: string[]) => names.map((name) => `<th scope="col">${say(name)}</th>`).join('');
  const row = (name: string, amounts: FigureAmounts) =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${formatAmount(amounts.commitmentAuthority)}</td><td>${formatAmount(amounts.paymentAppropriation)}</td></tr>`;
  const table = (head: string, rows: string[]) =>
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  const heads = lines.filter(({ level }) => level !== 'department');
  const departments = lines.filter(({ level }) => level === 'department');
  const byTerritory = table(columns('territory', 'commitment', 'payment'), [
    ...heads.map((line) => row(line.name, line)),
    row(messages('render.figures.total'), total),
  ]);
  const byDepartment = table(columns('department', 'commitment', 'payment'), [
    ...departments.map((line) => row(nameWithRegion(line), line)),
    row(messages('render.figures.departments-total'), sumOf(departments)),
  ]);
  const html = [
    `<p>${say('about')}</p>`,
    ...criteria.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    byTerritory,
    ...(departments.length === 0 ? [] : [`<h3>${say('by-department')}</h3>`, byDepartment]),
  ].join('');
  return { key, id: `annexe-${key}`, number, title: messages('render.figures.title'), html };
}

function nameWithRegion({ name, regionName }: FigureLine): string {
  return regionName === undefined || regionName === name ? name : `${name} (${regionName})`;
}

function sumOf(lines: readonly FigureAmounts[]): FigureAmounts {
  return {
    commitmentAuthority: lines.reduce((sum, line) => sum + line.commitmentAuthority, 0),
    paymentAppropriation: lines.reduce((sum, line) => sum + line.paymentAppropriation, 0),
  };
}
