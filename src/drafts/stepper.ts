import type { Messages } from '../kernel/messages.ts';
import { states, type State } from './instruction.ts';

/** Being dispatched and being closed are one step: the acknowledgements, until the end. */
const steps = states.length - 1;

/** The step that is under way in a state, counted from 1 in its words, and the one that comes next. */
export function stepperOf(messages: Messages, state: State) {
  const step = Math.min(states.indexOf(state) + 1, steps);
  return {
    step,
    steps,
    stepLabel: messages(`drafts.step.${step}`),
    ...(step < steps ? { next: messages(`drafts.step.${step + 1}`) } : {}),
  };
}
