import { emptyDoc, parseSectionText, toStoredText } from '../../../src/drafts/section-text.ts';
import { toCheckedText, type Facts } from '../../../src/drafts/checks/checked-text.ts';
import type { Finding } from '../../../src/drafts/checks/finding.ts';
import { runChecks } from '../../../src/drafts/checks/run-checks.ts';
import type { Content } from '../../../src/drafts/content.ts';
import type { InstructionTemplate } from '../../../src/drafts/ports.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { createTestTemplate } from '../../fakes/fake-render.ts';
import { paragraphs } from '../drafting-room.ts';

export const messages = loadMessages('templates/messages');
export const knownAcronyms = new Set(messages('checks.known-acronyms').split(' '));

export interface Wanted {
  /** The text of « orientations »: paragraphs, or a document. */
  text?: string | string[] | object;
  fields?: Record<string, string>;
  facts?: Partial<Facts>;
  /** Fields besides those of the test's template. */
  also?: InstructionTemplate['fields'];
}

const bare: Facts = {
  slug: '2027-chefs-de-projets',
  today: '2026-12-07',
  acts: new Map(),
  toReview: [],
  blocking: [],
};

/** All that the checks find in a text whose required parts are filled. */
export function check({ text = 'Prévenir d’abord.', fields = {}, facts = {}, also = [] }: Wanted): Finding[] {
  const base = createTestTemplate();
  const template = { ...base, fields: [...base.fields, ...also] };
  const doc = typeof text === 'string' ? paragraphs(text) : Array.isArray(text) ? paragraphs(...text) : text;
  const content: Content = {
    fields: { year: '2027', subject: 'Objet de la lettre', heading: 'Premier ministre', ...fields },
    sections: {
      orientations: storedText(doc),
      credits: toStoredText(emptyDoc()),
      rappel: storedText(paragraphs('Texte fixe.')),
    },
  };
  return runChecks(toCheckedText(template, content, { ...bare, ...facts }), knownAcronyms);
}

export const keysOf = (findings: Finding[]) => findings.map(({ key }) => key.replace('checks.', ''));
export const found = (wanted: Wanted) => keysOf(check(wanted));

function storedText(doc: object): string {
  const parsed = parseSectionText(doc);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return toStoredText(parsed.value);
}

/** A document of these blocks. */
export const documentOf = (...content: object[]) => ({ type: 'doc', content });
export const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
export const words = (text: string, ...marks: object[]) => ({
  type: 'text',
  text,
  ...(marks.length > 0 && { marks }),
});
export const heading = (level: number, text: string) => ({
  type: 'heading',
  attrs: { level },
  ...(text !== '' && { content: [words(text)] }),
});
