import type { Knex } from 'knex';
import { readStoredText, type Content } from '../content.ts';
import { anchorText } from './anchor-text.ts';
import type { Anchor } from './anchor.ts';
import { usualEffort } from '../history/edits.ts';
import { listAnchors, markMoved } from './anchors-store.ts';
import { moveAnchor, stretchesBetween } from './moving.ts';

/** The text that anchors of a part count in; undefined for a part that the content does not have. */
export function textOfPart(content: Content, part: string): string | undefined {
  const [, form, key = ''] = /^(fields|sections)\[(.+)\]$/.exec(part) ?? [];
  if (form === 'fields') return content.fields[key];
  const stored = form === 'sections' ? content.sections[key] : undefined;
  return stored === undefined ? undefined : anchorText(readStoredText(stored)).text;
}

/**
 * Makes every anchor of a text follow a save, in its transaction: `before` is what stood, `after` what stands
 * now. What is gone stays listed, and is looked for again at each save.
 */
export async function followSave(
  trx: Knex.Transaction,
  instructionId: string,
  { before, after }: { before: Content; after: Content },
): Promise<void> {
  const anchors = await listAnchors(trx, instructionId);
  // One for all the parts: a save that changes the whole text holds nobody up for longer.
  const effort = { left: usualEffort };
  for (const [part, those] of Map.groupBy(anchors, (anchor) => anchor.part)) {
    if (part === null) continue;
    const [was, is] = [textOfPart(before, part), textOfPart(after, part)];
    if (was === is) continue;
    const stretches = was === undefined || is === undefined ? undefined : stretchesBetween(was, is, effort);
    for (const anchor of those) {
      const moved = is === undefined ? { ...anchor, gone: true } : backOrMoved(anchor, is, stretches);
      if (!isSame(moved, anchor)) await markMoved(trx, anchor.id, moved);
    }
  }
}

/** A part that came back is whole again at once. */
function backOrMoved(anchor: Anchor, text: string, stretches: ReturnType<typeof stretchesBetween>): Anchor {
  if (anchor.gone && anchor.from === null && anchor.quote === '') return { ...anchor, gone: false };
  return moveAnchor(anchor, text, stretches);
}

function isSame(one: Anchor, other: Anchor): boolean {
  return (['from', 'to', 'quote', 'prefix', 'suffix', 'gone'] as const).every(
    (key) => one[key] === other[key],
  );
}
