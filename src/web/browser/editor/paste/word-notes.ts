/** Word's notes: a call in the text, and their words at its end. They come back to where they are called. */
export function toWordNotes(body: HTMLElement): void {
  for (const call of [...body.querySelectorAll<HTMLAnchorElement>('a[href^="#_ftn"], a[href^="#_edn"]')]) {
    const [, kind = '', number = ''] = /^#_(ftn|edn)(\d+)$/.exec(call.getAttribute('href') ?? '') ?? [];
    if (kind === '') continue;
    const words = body.querySelector(`#${kind}${number}`);
    const note = document.createElement('span');
    note.dataset['note'] = '';
    note.append(...wordsOf(words));
    if (note.textContent.trim() === '') call.remove();
    else call.replaceWith(note);
  }
  for (const list of body.querySelectorAll(
    '[style*="mso-element:footnote-list"], [style*="mso-element:endnote-list"]',
  ))
    list.remove();
}

/** The words of a note without the number that leads back to its call; bold and italic stay. */
function wordsOf(note: Element | null): Node[] {
  if (note === null) return [];
  const copy = note.cloneNode(true) as Element;
  for (const back of copy.querySelectorAll('a[href^="#_ftnref"], a[href^="#_ednref"]')) back.remove();
  const paragraphs = [...copy.querySelectorAll('p')];
  if (paragraphs.length === 0) return [...copy.childNodes];
  return paragraphs.flatMap((paragraph, index) => [
    ...(index === 0 ? [] : [document.createTextNode(' ')]),
    ...paragraph.childNodes,
  ]);
}
