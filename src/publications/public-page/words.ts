import { parisDayOf } from '../../kernel/clock.ts';
import { formatDay } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import type { ShelfEntry } from './shelf.ts';
import type { PublicEffect } from './source.ts';

export const parisDay = (instant: string): string => parisDayOf(new Date(instant));

/** What a text is; of an activity report, which part of it. */
export function kindWords({ listing, part }: ShelfEntry, messages: Messages): string {
  const kind = messages(`public-page.kind.${listing.subject.kind}`);
  return part === undefined ? kind : `${kind} – ${messages(`public-page.part.${part}`)}`;
}

/** What became of a text, in words: by which act, since which day. */
export function effectWords({ relation, title, on }: PublicEffect, messages: Messages): string {
  return messages(`public-page.effect.${relation}`, { title, on: formatDay(on) });
}

/** What a reader has to know of a text beside its title, without final stops. */
export function standingWords({ listing, signedOn, effects }: ShelfEntry, messages: Messages): string[] {
  const day = (key: string, on: string) => messages(`public-page.said.${key}`, { on: formatDay(on) });
  return [
    ...(listing.withdrawn === undefined ? [] : [day('withdrawn', parisDay(listing.withdrawn.at))]),
    ...effects.map((effect) => effectWords(effect, messages)),
    ...(signedOn === undefined ? [] : [day('signed', signedOn)]),
    day('listed', parisDay(listing.listedAt)),
  ];
}
