import type { RunningEstafette } from './running-estafette.ts';
import type { Visitor } from './visitor.ts';

/** What a part of a journey is given, when days pass in it. */
export interface ClockedWalk {
  running: RunningEstafette;
  visitor: Visitor;
  accessible(): Promise<void>;
  picture(name: string): Promise<void>;
  /** Moves the product's clock. */
  moveClockTo(at: Date): void;
}
