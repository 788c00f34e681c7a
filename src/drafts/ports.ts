import type { Render } from '../render/render.ts';
import type { Signing } from '../signing/signing.ts';

export type {
  DocumentInput,
  FieldSpec,
  InstructionTemplate,
  MadeWith,
  RenderedDocument,
  SectionSpec,
} from '../render/render.ts';

/** What this room asks of rendering. */
export type RenderPort = Pick<Render, 'listTemplates' | 'templateFromSource' | 'renderInstruction'>;

export type { SignatureReport, VerificationReport } from '../signing/signing.ts';

/** What this room asks of signing: bytes in, the same bytes and a signature out. */
export type SigningPort = Pick<Signing, 'signAct' | 'seal' | 'verify' | 'preflight'>;
