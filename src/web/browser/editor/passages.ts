import { Decoration } from '@tiptap/pm/view';
import { anchorText } from '../../../drafts/passages/anchor-text.ts';
import { findQuote } from '../../../drafts/passages/anchor.ts';
import type { Action } from './actions.ts';
import type { MountedEditor } from './mount.ts';
import { askInPanel } from './panel-pages.ts';

/** A passage as the server places it in the saved text. */
interface Passage {
  id: string;
  kind: 'comment' | 'blocking' | 'review';
  part: string;
  from: number;
  to: number;
  quote: string;
  prefix: string;
  suffix: string;
  words: string;
  author: string;
}

/** What of a selection is quoted in a comment: the server takes no more. */
const longestQuote = 2000;

/**
 * Commented and « à revoir » passages over the text, found again by their words where it was typed in since; and
 * the button that comments what is selected.
 */
export function createPassages(form: HTMLFormElement) {
  const comments = (form.dataset['writing'] ?? '').replace(/\/texte$/, '/commentaires');
  const editors = new Map<string, MountedEditor>();

  async function refresh(): Promise<void> {
    const response = await fetch(`${comments}.json`, { redirect: 'manual' }).catch(() => undefined);
    if (response?.ok !== true) return;
    const { passages } = (await response.json()) as { passages: Passage[] };
    for (const [part, { decorate }] of editors) {
      const those = passages.filter((passage) => passage.part === part);
      decorate((document) => {
        const { text, rangeOf } = anchorText(document);
        return those.flatMap((passage) => {
          const place = placeIn(text, passage);
          if (place === undefined) return [];
          const { from, to } = rangeOf(place.from, place.to);
          return [Decoration.inline(from, to, attributesOf(passage))];
        });
      });
    }
  }

  /** Leads to the passage that the address names. */
  function goTo(): void {
    const [, id] = /^#passage-([\w-]+)$/.exec(location.hash) ?? [];
    if (id === undefined) return void goToWords(location);
    const shown = form.querySelector<HTMLElement>(`[data-passage="${id}"]`);
    shown?.scrollIntoView({ block: 'center' });
    shown?.closest<HTMLElement>('[contenteditable]')?.focus({ preventScroll: true });
  }
  addEventListener('hashchange', goTo);

  /** Leads to the words that an address names in a section, `?mots=…#rubrique-context`; tells whether they are there. */
  function goToWords({ search, hash }: Pick<Location, 'search' | 'hash'>): boolean {
    const [, key] = /^#rubrique-([\w-]+)$/.exec(hash) ?? [];
    const editor = editors.get(`sections[${key}]`)?.editor;
    const quote = new URLSearchParams(search).get('mots') ?? '';
    if (editor === undefined) return false;
    const { text, rangeOf } = anchorText(editor.state.doc);
    const place = findQuote(text, { quote, prefix: '', suffix: '' });
    if (place === undefined) return false;
    editor.chain().setTextSelection(rangeOf(place.from, place.to)).focus().run();
    const { node } = editor.view.domAtPos(editor.state.selection.from);
    (node instanceof HTMLElement ? node : node.parentElement)?.scrollIntoView({ block: 'center' });
    return true;
  }
  document.addEventListener('click', (event) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[href*="?mots="]');
    if (link?.pathname === location.pathname && goToWords(link)) event.preventDefault();
  });

  return {
    refresh: (): Promise<void> => refresh(),

    goTo,

    /** The toolbar's button in the editor of this part: its form opens beside the text with what is selected. */
    commenting: (part: string): Action => ({
      label: 'Commenter',
      icon: 'comment',
      words: 'Commenter',
      opensRow: true,
      can: () => true,
      run({ state }) {
        const { text, offsetOf } = anchorText(state.doc);
        const from = offsetOf(state.selection.from);
        const quote = text.slice(from, offsetOf(state.selection.to)).slice(0, longestQuote);
        const asked = new URLSearchParams({ partie: part, citation: quote, position: String(from) });
        void askInPanel(`${comments}?${asked}#commenter`);
        return true;
      },
    }),

    add(part: string, editor: MountedEditor): void {
      editors.set(part, editor);
    },
  };
}

function placeIn(text: string, passage: Passage): { from: number; to: number } | undefined {
  const { from, to, quote } = passage;
  return text.slice(from, to) === quote ? { from, to } : findQuote(text, passage, from);
}

function attributesOf({ id, kind, words, author }: Passage) {
  const said = kind === 'review' ? 'À revoir' : `${author} : ${words}`;
  return { class: `es-passage es-passage--${kind}`, 'data-passage': id, title: said };
}
