import type { Messages } from '../../kernel/messages.ts';
import { titlesOf } from '../content.ts';
import { addressOf } from '../page-frame.ts';
import type { Places } from '../section-html.ts';

/** Where the pages of an instruction find what its text only names. */
export function pagePlaces(
  slug: string,
  template: Parameters<typeof titlesOf>[0],
  messages: Messages,
): Places {
  return {
    imageAddress: (sha256) => addressOf(slug, `/images/${sha256}`),
    titleOfSection: titlesOf(template, messages('render.figures.title')),
  };
}
