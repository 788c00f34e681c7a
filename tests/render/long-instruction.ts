import type { DocumentInput, InstructionTemplate } from '../../src/render/render.ts';
import { chefsDeProjets } from './chefs-de-projets.ts';
import { notedHtml } from './noted-text.ts';

/** A table of so many rows as the drafts' serialiser writes it, and a heading before it. */
function tableOf(rows: number): string {
  const lines = Array.from({ length: rows }, (_one, index) => {
    const amount = (12_500 + index * 310).toLocaleString('fr-FR').replaceAll('\u202f', '\u00a0');
    return `<tr><th scope="row"><p>Territoire n°\u00a0${index + 1}</p></th><td><p>${amount}\u00a0€</p></td></tr>`;
  });
  const head = '<tr><th scope="col"><p>Territoire</p></th><th scope="col"><p>Montant</p></th></tr>';
  return `<h2>Répartition</h2><table><thead>${head}</thead><tbody>${lines.join('')}</tbody></table>`;
}

/** The annual instruction made long: about sixteen pages, with a table of 101 rows. */
export function longInstruction(
  template: InstructionTemplate,
  changes: Partial<DocumentInput> = {},
): DocumentInput {
  const short = chefsDeProjets(template, changes);
  const sections = short.sections.map((section) => {
    const text = section.html.repeat(5);
    if (section.key === 'credits') return { ...section, html: `${text}${notedHtml()}${tableOf(101)}` };
    return { ...section, html: section.key === 'contexte' ? `${text}${notedHtml()}` : text };
  });
  return { ...short, sections };
}
