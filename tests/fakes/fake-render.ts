import { canonicalJson, type Json } from '../../src/kernel/canonical-json.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import type {
  DocumentInput,
  InstructionTemplate,
  PreviewedDocument,
  RenderedDocument,
} from '../../src/render/render.ts';

const emptyText: InstructionTemplate['sections'][number]['start'] = {
  type: 'doc',
  content: [{ type: 'paragraph' }],
};

/** A small template that has one of everything. `version` makes another one of the same name. */
export function createTestTemplate(version = '1'): InstructionTemplate {
  const template: Omit<InstructionTemplate, 'source' | 'sha256'> = {
    name: 'chefs-de-projets',
    version,
    title: 'Instruction annuelle «\u00a0Chefs de projets\u00a0»',
    documentTitle: 'Instruction «\u00a0Chefs de projets {year}\u00a0»',
    kind: 'circular',
    fields: [
      { key: 'year', label: 'Millésime', type: 'year', required: true },
      {
        key: 'subject',
        label: 'Objet',
        type: 'text',
        required: true,
        max: 120,
        default: 'Orientations de l’année',
      },
      { key: 'letterDate', label: 'Date de la lettre', type: 'date', required: false },
      {
        key: 'signingCapacity',
        label: 'Le signataire signe',
        type: 'choice',
        required: false,
        choices: ['en titre', 'par délégation', 'par intérim'],
      },
      { key: 'delegationReference', label: 'Acte', type: 'text', required: false },
      { key: 'delegationValidFrom', label: 'Début de validité', type: 'date', required: false },
      { key: 'delegationValidUntil', label: 'Fin de validité', type: 'date', required: false },
      {
        key: 'heading',
        label: 'En-tête',
        type: 'choice',
        required: true,
        choices: ['Premier ministre', 'Gouvernement'],
        default: 'Premier ministre',
      },
    ],
    sections: [
      {
        key: 'orientations',
        title: 'Les orientations',
        guidance: 'Dites l’essentiel.',
        required: true,
        locked: false,
        part: 'letter',
        start: emptyText,
      },
      {
        key: 'credits',
        title: 'Les crédits',
        guidance: '',
        required: false,
        locked: false,
        part: 'letter',
        start: emptyText,
      },
      {
        key: 'rappel',
        title: 'Rappel',
        guidance: '',
        required: false,
        locked: true,
        part: 'annex',
        start: {
          type: 'doc',
          content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Texte fixe.' }] }],
        },
      },
    ],
  };
  const source = canonicalJson(template as unknown as Json);
  return { ...template, source, sha256: sha256Hex(source) };
}

/** Renders small, deterministic bytes that begin as a PDF does and hold what was asked. */
export function createFakeRender(template = createTestTemplate()) {
  const inputs: DocumentInput[] = [];
  let gate: Promise<void> = Promise.resolve();
  const render = {
    /** Every document asked for, in order. */
    inputs,
    /** Renderings wait until the function given back is called. */
    hold(): () => void {
      let open = (): void => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
    listTemplates: (): InstructionTemplate[] => [template],
    templateFromSource(source: string): InstructionTemplate {
      return {
        ...(JSON.parse(source) as Omit<InstructionTemplate, 'source' | 'sha256'>),
        source,
        sha256: sha256Hex(source),
      };
    },
    async renderInstruction(input: DocumentInput): Promise<RenderedDocument> {
      inputs.push(input);
      await gate;
      const { fields, sections, mark, demonstration } = input;
      const text = canonicalJson({
        fields,
        sections: sections as unknown as Json,
        mark,
        demonstration,
        verificationUrl: input.verificationUrl ?? null,
        ...(input.amendment === undefined ? {} : { amendment: input.amendment as unknown as Json }),
      });
      const pdf = new TextEncoder().encode(`%PDF-1.7\n${text}\n%%EOF\n`);
      const html = sections.map((section) => `<h2>${section.title}</h2>${section.html}`).join('');
      const madeWith = { browser: 'none', fontsSha256: sha256Hex(''), finisher: 'none' };
      return { pdf, html, pages: 1, sha256: sha256Hex(pdf), madeWith };
    },
    async previewInstruction(input: DocumentInput): Promise<PreviewedDocument> {
      const { pdf, pages } = await render.renderInstruction(input);
      return { pdf, pages, places: new Map() };
    },
  };
  return render;
}
