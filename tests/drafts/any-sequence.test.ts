import { expect } from 'chai';
import type { Content } from '../../src/drafts/content.ts';
import { parseFields } from '../../src/drafts/fields.ts';
import type { Actor } from '../../src/drafts/instructions.ts';
import { parseSectionText, toStoredText } from '../../src/drafts/section-text.ts';
import { createTestTemplate } from '../fakes/fake-render.ts';
import { seededRandom } from '../torture/seeded-random.ts';
import { keysOf, openRoom, paragraphs, take, type Room } from './drafting-room.ts';
import { below, randomEdit, randomText } from './history/random-text.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const template = createTestTemplate();
const free = ['orientations', 'credits'];
const subjects = ['Un objet', 'Pour 2027 et 2028', 'Avant le 15 mars 2027', '', 'x'.repeat(200)];
const days = ['2027-03-15', '2028-02-29', '', 'bientôt'];

describe('a text that two people write', function () {
  this.timeout(180_000);
  let room: Room;
  before(async () => {
    room = await openRoom();
  });
  after(() => room.close());

  it(`is one that the schema accepts after any edits, merges, restores and roll-overs (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const { instructions } = room;
    const { claire, paul } = room.people;
    let id = (await room.draft()).id;
    let turn = 0;
    /** What each of them has open: the revision that their page shows, and how much of their copy it has seen. */
    const pages = new Map<Actor, { baseRevision: number; seen: string; screen: string }>();
    async function open(person: Actor): Promise<void> {
      const { revision } = await instructions.get(id);
      const { parts } = await instructions.workingText(person, id);
      const seen = parts.at(-1)?.typedAt ?? '';
      pages.set(person, { baseRevision: revision, seen, screen: `${person.name} ${(turn += 1)}` });
    }

    function pageOf(person: Actor) {
      const page = pages.get(person);
      if (page === undefined) throw new Error('nothing is open');
      return page;
    }

    function anyControl({ content }: { content: Content }): [string, string] {
      const kind = below(random, 9);
      if (kind === 0) return ['fields[subject]', subjects[below(random, subjects.length)] ?? ''];
      if (kind === 1) return ['fields[letterDate]', days[below(random, days.length)] ?? ''];
      const key = free[below(random, free.length)] ?? '';
      const parsed = parseSectionText(content.sections[key]);
      const text = parsed.ok && kind < 6 ? randomEdit(random, parsed.value) : randomText(random);
      const json = JSON.stringify(text.toJSON());
      if (kind < 8) return [`sections[${key}]`, json];
      return [
        `sections[${key}]`,
        below(random, 2) === 0 ? json.slice(0, -5) : json.replace('"type"', '"style"'),
      ];
    }

    const steps = {
      async type(person: Actor) {
        const page = pageOf(person);
        const [control, content] = anyControl(await instructions.workingText(person, id));
        const controls = { [control]: content };
        await instructions.keepTyped(person, id, { ...page, turn: (turn += 1), bases: {}, controls });
      },
      async save(person: Actor) {
        const page = pageOf(person);
        const before = await instructions.workingText(person, id);
        const choice = (['mine', 'theirs'] as const)[below(random, 3)];
        const choices = Object.fromEntries(
          before.conflicts.flatMap(({ part }) => (choice === undefined ? [] : [[part.name, choice]])),
        );
        const saved = await instructions.saveTyped(person, id, { ...page, choices });
        // What is refused stays in the copy, or is kept aside and shown.
        const { parts } = await instructions.workingText(person, id);
        if (!saved.ok && before.unread.length === 0) expect(parts).to.deep.equal(before.parts);
        if (isFaulty(saved)) await instructions.discardTyped(person, id);
        await open(person);
      },
      /** Both change the same section from the same revision: the second to save is told, and settles it. */
      async clash(person: Actor) {
        const other = person === claire ? paul : claire;
        for (const each of [person, other]) await instructions.discardTyped(each, id);
        for (const each of [person, other]) await open(each);
        for (const each of [person, other]) {
          const words = `Écrit par ${each.name} au tour ${turn}.`;
          const controls = { 'sections[orientations]': JSON.stringify(paragraphs(words)) };
          await instructions.keepTyped(each, id, { ...pageOf(each), turn: (turn += 1), bases: {}, controls });
        }
        take(await instructions.saveTyped(other, id, { ...pageOf(other), choices: {} }));
        const late = await instructions.saveTyped(person, id, { ...pageOf(person), choices: {} });
        expect(keysOf(late)).to.deep.equal([conflict]);
        await open(person);
        await steps.save(person);
      },
      async restore(person: Actor) {
        const { revision: baseRevision } = await instructions.get(id);
        const number = 1 + below(random, baseRevision);
        isFaulty(await instructions.restore(person, id, { number, baseRevision }));
      },
      async rollOver(person: Actor) {
        id = take(await instructions.rollOver(person, id)).id;
        for (const each of [claire, paul]) await open(each);
      },
    };

    await open(claire);
    await open(paul);
    const kinds = [steps.type, steps.type, steps.type, steps.save, steps.save, steps.restore];
    for (let step = 1; step <= 80; step += 1) {
      const any = kinds[below(random, kinds.length)] ?? steps.type;
      const act = step % 27 === 0 ? steps.rollOver : step % 9 === 0 ? steps.clash : any;
      await act(below(random, 2) === 0 ? claire : paul);
      const { content } = await instructions.draftOf(id);
      expect(faultsOf(content), `seed ${seed}, step ${step}`).to.deep.equal([]);
    }
  });
});

const conflict = 'drafts.conflict.saved-meanwhile';
/** What a save or a restore may be refused for, whatever was typed before. */
const faults = ['drafts.text.', 'form.', 'history.restore.nothing'];

/** False when it was done, or awaits that the person settles a conflict. */
function isFaulty(outcome: Parameters<typeof keysOf>[0]): boolean {
  const keys = keysOf(outcome).filter((key) => key !== conflict);
  expect(keys.filter((key) => !faults.some((known) => key.startsWith(known)))).to.deep.equal([]);
  return keys.length > 0;
}

/** What the schema, the fields' rules or the template would refuse of what is stored. */
function faultsOf({ fields, sections }: Content): string[] {
  const texts = Object.entries(sections).flatMap(([key, stored]) => {
    const parsed = parseSectionText(stored);
    if (!parsed.ok) return [`${key}: ${parsed.errors[0]?.key}`];
    return toStoredText(parsed.value) === stored ? [] : [`${key}: not as it is stored`];
  });
  const read = parseFields(template.fields, fields);
  const lines = read.ok ? [] : read.errors.map(({ field, key }) => `${field}: ${key}`);
  const isLocked = sections['rappel']?.includes('"Texte fixe."') === true;
  return [...texts, ...lines, ...(isLocked ? [] : ['rappel: the locked text is another'])];
}
