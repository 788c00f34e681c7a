import type { Editor } from '@tiptap/core';
import { isAllowedHref } from '../../../drafts/text-attributes.ts';
import { createRow } from './row.ts';

/** The row that asks for a link's address. */
export function createLinkRow(editorOf: () => Editor) {
  const row = createRow(() => editorOf().view.focus());
  const { element, button } = row;
  const label = document.createElement('label');
  label.className = 'fr-label';
  label.textContent = 'Adresse du lien (https, mailto ou #ancre)';
  const input = document.createElement('input');
  input.className = 'fr-input';
  input.type = 'text';
  input.id = `lien-${crypto.randomUUID()}`;
  label.htmlFor = input.id;
  const message = document.createElement('p');
  message.className = 'fr-message fr-message--error';
  message.setAttribute('role', 'alert');
  message.hidden = true;
  const say = (sentence: string): void => {
    message.textContent = sentence;
    message.hidden = sentence === '';
  };
  element.append(
    label,
    input,
    button('Appliquer', apply),
    button('Retirer le lien', remove),
    button('Fermer', close),
    message,
  );

  function apply(): void {
    const editor = editorOf();
    const href = input.value.trim();
    if (!isAllowedHref(href)) {
      say('Écrivez une adresse complète : https://…, mailto:… ou #ancre.');
      input.focus();
      return;
    }
    const marks = [{ type: 'link', attrs: { href } }];
    // Without a selection nor a link under the cursor, the address itself becomes the text of the link.
    if (editor.state.selection.empty && !editor.isActive('link'))
      editor.commands.insertContent({ type: 'text', text: href, marks });
    else editor.chain().extendMarkRange('link').setMark('link', { href }).run();
    close();
  }

  function remove(): void {
    editorOf().chain().extendMarkRange('link').unsetMark('link').run();
    close();
  }

  function close(): void {
    say('');
    row.close();
  }

  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') apply();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });

  return {
    element,
    open(): boolean {
      const present: unknown = editorOf().getAttributes('link')['href'];
      input.value = typeof present === 'string' ? present : '';
      element.hidden = false;
      input.focus();
      return true;
    },
  };
}
