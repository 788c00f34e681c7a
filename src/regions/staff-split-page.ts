import { AppError } from '../kernel/errors.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  instructionFrame,
  instructionPage,
  type Instruction,
  type Instructions,
} from '../drafts/instructions.ts';

export interface StaffSplitDeps {
  instructions: Pick<Instructions, 'findBySlug' | 'documentSeal'>;
  messages: Messages;
}

/** Throws `not-found`. */
export async function findOrThrow({ instructions }: StaffSplitDeps, slug: string): Promise<Instruction> {
  const instruction = await instructions.findBySlug(slug);
  if (instruction === undefined) throw new AppError('not-found', 'no such instruction');
  return instruction;
}

/** A page below the credits of an instruction, under the header that all its pages share. */
export async function creditsPage(
  deps: StaffSplitDeps,
  instruction: Instruction,
  model: Record<string, unknown>,
  title: string,
) {
  const frame = await instructionFrame(deps, instruction, 'credits');
  const under = {
    label: deps.messages('allocations.title'),
    href: `/instructions/${instruction.slug}/credits`,
  };
  return instructionPage(deps, instruction, { ...model, frame }, { section: title, under });
}
