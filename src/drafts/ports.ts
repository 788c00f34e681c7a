import type { Render } from '../render/render.ts';

export type { DocumentInput, InstructionTemplate, RenderedDocument, SectionSpec } from '../render/render.ts';

/** What this room asks of rendering. */
export type RenderPort = Pick<Render, 'listTemplates' | 'templateFromSource' | 'renderInstruction'>;

/** What this room asks of signing: bytes in, the same bytes and a signature out. */
export interface SigningPort {
  signAct(
    pdf: Uint8Array,
    act: { signatoryName: string; reason: string },
  ): Promise<{ pdf: Uint8Array; mark: 'signature' | 'seal'; level: string; certificateSha256: string }>;
}
