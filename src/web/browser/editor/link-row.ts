import type { EditorView } from 'prosemirror-view';
import { isAllowedHref } from '../../../drafts/text-schema.ts';
import { hasMark } from './actions.ts';
import { createRow } from './row.ts';
import { markTypes } from './types.ts';

const { link } = markTypes;

/** The row that asks for a link's address. */
export function createLinkRow(dispatchTo: () => EditorView) {
  const row = createRow(() => dispatchTo().focus());
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
    const view = dispatchTo();
    const href = input.value.trim();
    const { from, to, empty } = view.state.selection;
    if (!isAllowedHref(href)) {
      say('Écrivez une adresse complète : https://…, mailto:… ou #ancre.');
      input.focus();
      return;
    }
    const mark = link.create({ href });
    // Without a selection the address itself becomes the text of the link.
    const change = empty
      ? view.state.tr.insert(from, view.state.schema.text(href, [mark]))
      : view.state.tr.removeMark(from, to, link).addMark(from, to, mark);
    view.dispatch(change.scrollIntoView());
    close();
  }

  function remove(): void {
    const view = dispatchTo();
    const { from, to } = view.state.selection;
    view.dispatch(view.state.tr.removeMark(from, to, link));
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
      const { state } = dispatchTo();
      const [present] = hasMark(state, link)
        ? state.selection.$from.marks().filter((mark) => mark.type === link)
        : [];
      input.value = present === undefined ? '' : String(present.attrs['href']);
      element.hidden = false;
      input.focus();
      return true;
    },
  };
}
