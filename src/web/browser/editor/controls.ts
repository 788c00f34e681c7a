import { nameOfPart } from '../../../drafts/text-controls.ts';

/** What each control of the text's form holds, by its name. */
export type Controls = ReadonlyMap<string, string>;

/** What the form would send of the text: its fields, its sections, its plain fields. */
export function readControls(form: HTMLFormElement): Controls {
  const controls = new Map<string, string>();
  for (const [name, value] of new FormData(form))
    if (/^(fields|sections|plain)\[/.test(name) && typeof value === 'string') controls.set(name, value);
  return controls;
}

/** All the controls of the parts of which one has changed: a part is always sent whole. */
export function changedControls(before: Controls, now: Controls): Record<string, string> {
  const changed = new Set<string>();
  for (const [name, value] of now) if (value !== (before.get(name) ?? '')) changed.add(nameOfPart(name));
  return Object.fromEntries([...now].filter(([name]) => changed.has(nameOfPart(name))));
}

/** Shows each fault beside its part, and takes those away that are mended. */
export function showFaults(
  form: HTMLFormElement,
  faults: readonly { part: string; sentence: string }[],
): void {
  for (const place of form.querySelectorAll<HTMLElement>('[data-fault-of]')) {
    const part = nameOfPart(place.dataset['faultOf'] ?? '');
    place.textContent = faults.flatMap((fault) => (fault.part === part ? [fault.sentence] : [])).join(' ');
    place.hidden = place.textContent === '';
    const fold = place.closest('details');
    // What is told is seen.
    if (fold !== null && !place.hidden) fold.open = true;
  }
}
