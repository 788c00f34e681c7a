import { stateLabel, stepperOf } from '../drafts/instructions.ts';
import type { Messages } from '../kernel/messages.ts';
import type { YearFacts } from './waiting.ts';

/**
 * Where one year's instruction stands on its way, with the figures of its dispatch, and the next year to prepare
 * from it for who may.
 */
export function yearModel(facts: YearFacts, messages: Messages, offered?: { year: number }) {
  const { acknowledged, offices } = facts.campaign ?? {};
  const { step, steps, next } = stepperOf(messages, facts.state);
  return {
    title: facts.title,
    href: `/instructions/${facts.slug}`,
    stateLabel: stateLabel(messages, facts.state, facts.seal),
    step,
    steps,
    ...(next === undefined ? {} : { next }),
    ...(offered === undefined
      ? {}
      : {
          prepare: {
            label: messages('history.next.offer', { year: offered.year }),
            href: `/instructions/${facts.slug}/annee-suivante`,
          },
        }),
    ...(acknowledged === undefined || offices === undefined
      ? {}
      : { figures: messages('home.figures', { acknowledged, offices }) }),
  };
}
