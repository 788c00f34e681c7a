import type { Messages } from '../../kernel/messages.ts';
import { startingContent } from '../content.ts';
import { comparisonModel } from '../history/comparison-page.ts';
import { compareContents, type Written } from '../history/comparing.ts';
import type { InstructionTemplate } from '../ports.ts';
import type { PartDifference } from './differences.ts';
import type { TemplateUpdate } from './template-updates.ts';

const badges = { added: 'success', removed: 'warning', changed: 'info' } as const;

/** What the page of an update shows: what the template changes, and what the text becomes. */
export function updateModel(messages: Messages, update: TemplateUpdate) {
  const { before, after, differences, carried, loaded } = update;
  const { year } = loaded.instruction;
  const names = {
    before: messages('drafts.template.side', { version: before.version }),
    after: messages('drafts.template.side', { version: after.version }),
  };
  const own = { before: messages('drafts.template.text-now'), after: messages('drafts.template.text-then') };
  const words = compareContents(wordsOf(messages, before, year), wordsOf(messages, after, year));
  const becomes = compareContents(
    { template: before, content: loaded.content },
    { template: after, content: carried.content },
  );
  return {
    name: after.title,
    from: before.version,
    to: after.version,
    fromHash: before.sha256.slice(0, 12),
    toHash: after.sha256.slice(0, 12),
    sha256: after.sha256,
    revision: loaded.instruction.revision,
    layout: differences.layout,
    settings: differences.settings,
    parts: differences.parts.map((part) => partModel(messages, part)),
    followed: carried.followed.map((part) => ({ title: named(messages, part) })),
    aside: carried.aside.map((part) => ({ title: named(messages, part) })),
    ...renamed(
      'template',
      comparisonModel(
        messages,
        words.filter(({ state }) => state !== 'same'),
        names,
      ),
    ),
    ...renamed('text', comparisonModel(messages, becomes, own)),
  };
}

/** « champ … » or « rubrique … »: both may have one title. */
function named(messages: Messages, { part, title }: { part: string; title: string }): string {
  return messages(`drafts.template.${part.startsWith('fields[') ? 'field' : 'section'}-named`, { title });
}

function partModel(messages: Messages, { kind, title, state, aspects }: PartDifference) {
  return {
    title,
    what: messages(`drafts.template.${kind}`),
    badgeKind: badges[state],
    badgeLabel: messages(`drafts.template.${state}`),
    aspects: aspects.map((aspect) => messages(`drafts.template.aspect.${aspect}`)).join(', '),
  };
}

function renamed<Name extends string>(
  name: Name,
  { comparison }: ReturnType<typeof comparisonModel>,
): Record<Name, typeof comparison> {
  return { [name]: comparison } as Record<Name, typeof comparison>;
}

/** The words that a template itself holds, as a text to compare: guidance, hints, defaults, starting texts. */
function wordsOf(messages: Messages, template: InstructionTemplate, year: number): Written {
  const begins = startingContent(template, year);
  const words = [
    ...template.fields.flatMap(({ key, label, hint = '' }) => [
      wording(`aide-${key}`, messages('drafts.template.hint-of', { title: label }), hint),
      wording(
        `defaut-${key}`,
        messages('drafts.template.default-of', { title: label }),
        begins.fields[key] ?? '',
      ),
    ]),
    ...template.sections.map(({ key, title, guidance }) =>
      wording(`consigne-${key}`, messages('drafts.template.guidance-of', { title }), guidance),
    ),
  ].filter(({ value }) => value !== '');
  return {
    template: {
      fields: words.map(({ key, label }) => ({ key, label, type: 'text', required: false })),
      sections: template.sections.map(({ key, title }) => ({
        key: `depart-${key}`,
        title: messages('drafts.template.start-of', { title }),
      })),
    },
    content: {
      fields: Object.fromEntries(words.map(({ key, value }) => [key, value])),
      sections: Object.fromEntries(
        Object.entries(begins.sections).map(([key, text]) => [`depart-${key}`, text]),
      ),
    },
  };
}

function wording(key: string, label: string, value: string) {
  return { key, label, value };
}
