import type { Instructions } from '../drafts/instructions.ts';

/** The service's usual circuit, which the templates name: its pole reads the text, then the secretary general. */
export function demonstrationCircuit([pole = '', secretary = '']: readonly string[]): Parameters<
  Instructions['defineCircuit']
>[1] {
  return {
    name: 'Circuit habituel',
    definition: {
      steps: [
        { kind: 'reviewers', name: 'Relecture du pôle territorial', reviewers: [pole], needed: 1 },
        { kind: 'reviewers', name: 'Visa du secrétaire général', reviewers: [secretary], needed: 1 },
      ],
      reminders: { after: 2, every: 2 },
      asksOutsideAgain: false,
    },
  };
}
