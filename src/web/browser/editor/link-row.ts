import type { Editor } from '@tiptap/core';
import { isAllowedHref } from '../../../drafts/text-attributes.ts';
import type { Action } from './actions.ts';
import { createRow } from './row.ts';

/** The row that asks for a link's address. */
export function createLinkRow(editorOf: () => Editor) {
  const row = createRow(() => editorOf().view.focus());
  const address = row.field('Adresse du lien (https, mailto ou #ancre)', { type: 'text' });
  row.element.append(
    ...[address.label, address.input],
    row.button('Appliquer', apply),
    row.button('Retirer le lien', remove),
    row.button('Fermer', row.close),
    row.message,
  );
  address.onEnter(apply);

  function apply(): void {
    const editor = editorOf();
    const href = address.input.value.trim();
    if (!isAllowedHref(href))
      return row.say('Écrivez une adresse complète : https://…, mailto:… ou #ancre.', address.input);
    const marks = [{ type: 'link', attrs: { href } }];
    // Without a selection nor a link under the cursor, the address itself becomes the text of the link.
    if (editor.state.selection.empty && !editor.isActive('link'))
      editor.commands.insertContent({ type: 'text', text: href, marks });
    else editor.chain().extendMarkRange('link').setMark('link', { href }).run();
    row.close();
  }

  function remove(): void {
    editorOf().chain().extendMarkRange('link').unsetMark('link').run();
    row.close();
  }

  const action: Action = {
    label: 'Lien',
    icon: 'link',
    run: (editor) => {
      const present: unknown = editor.getAttributes('link')['href'];
      address.input.value = typeof present === 'string' ? present : '';
      row.open(address.input);
      return true;
    },
    can: () => true,
    isActive: (editor) => editor.isActive('link'),
    opensRow: true,
  };
  return { element: row.element, action };
}
