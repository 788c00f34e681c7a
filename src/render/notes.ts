/** A note as the drafts' serialiser writes it: it stands where it is called, and holds no other. */
const writtenNote = /<span class="note">(.*?)<\/span>/gs;
/** The same, with the one that stands against it: their two numbers would read as one. */
const besideAnother = /<\/span>(?=<span class="note">)/g;

const noteId = (number: number): string => `note-${number}`;
const callId = (number: number): string => `appel-${number}`;

/** The number of the note that a place of the document is, or is the call of. */
export function noteAt(place: string): { number: string; isCall: boolean } | undefined {
  const [, what, number = ''] = /^(note|appel)-(\d+)$/.exec(place) ?? [];
  return what === undefined ? undefined : { number, isCall: what === 'appel' };
}

/**
 * Puts numbered calls in the place of a section's notes, and the notes at its end, each linked with the
 * other. `first` is the number of the first one: they follow each other through the whole document.
 */
export function placeNotes(html: string, first: number): { html: string; notes: number } {
  const items: string[] = [];
  const called = html.replace(besideAnother, '</span><sup>, </sup>').replace(writtenNote, (_whole, words) => {
    const number = first + items.length;
    items.push(
      `<li id="${noteId(number)}"><p><a href="#${callId(number)}">${number}.</a> ${String(words).trim()}</p></li>`,
    );
    return `<sup><a id="${callId(number)}" href="#${noteId(number)}">${number}</a></sup>`;
  });
  if (items.length === 0) return { html, notes: 0 };
  return { html: `${called}<ol class="notes">${items.join('')}</ol>`, notes: items.length };
}

/** How calls and notes look unless a template says otherwise: they are the printer's, not the template's. */
export const noteCss = `sup {
  font-size: 70%; line-height: 0; vertical-align: 0.42em;
}
sup a { text-decoration: none; padding: 0 0.1em; }
ol.notes {
  list-style: none; margin: 4mm 0 0; padding: 0; font-size: 85%; line-height: 1.35;
}
ol.notes::before { content: ''; display: block; width: 40mm; border-top: 0.5pt solid #000; margin-bottom: 1.6mm; }
ol.notes li { margin: 0 0 0.8mm; break-inside: avoid; }
ol.notes p { margin: 0; text-align: left; }
ol.notes p > a:first-child { text-decoration: none; }`;
