import { expect } from 'chai';
import { startingContent, titleOf } from '../../src/drafts/content.ts';
import type { InstructionTemplate } from '../../src/drafts/ports.ts';
import { createTestTemplate } from '../fakes/fake-render.ts';
import { keysOf, openRoom, take, type Room } from './drafting-room.ts';

describe('an instruction that begins', () => {
  let room: Room;
  before(async () => {
    room = await openRoom();
  });
  after(() => room.close());

  const survey = (): InstructionTemplate => ({
    ...createTestTemplate(),
    name: 'enquete',
    documentTitle: 'Enquête {year}',
    recurrence: 'several',
  });
  const begin = (template: string, year: number) =>
    room.instructions.create(room.people.claire, { template, year });

  it('is the only one of its template and year, when the template says so', async () => {
    take(await begin('chefs-de-projets', 2027));
    expect(keysOf(await begin('chefs-de-projets', 2027))).to.deep.equal(['drafts.create.already-there']);
    expect((await begin('chefs-de-projets', 2028)).ok).to.equal(true);
  });

  it('has a number of its own when its year may have several', async () => {
    room.render.listTemplates = () => [survey()];
    const begun = [];
    for (let turn = 0; turn < 3; turn += 1) begun.push(take(await begin('enquete', 2027)));
    expect(begun.map(({ slug, title }) => [slug, title.replaceAll('\u00a0', ' ')])).to.deep.equal([
      ['2027-enquete', 'Enquête 2027'],
      ['2027-enquete-2', 'Enquête 2027, n° 2'],
      ['2027-enquete-3', 'Enquête 2027, n° 3'],
    ]);
  });

  it('prints the title that it began with', async () => {
    const second = await room.instructions.findBySlug('2027-enquete-2');
    await room.instructions.preview(second?.id ?? '');
    expect(room.render.inputs.at(-1)?.title).to.equal(second?.title);
  });

  it('has the variables of its starting texts filled in, marks and all', () => {
    const template = survey();
    const text = (words: string) => [
      { type: 'text' as const, text: words, marks: [{ type: 'bold' as const }] },
    ];
    template.fields.push({
      key: 'about',
      label: 'Sur',
      type: 'text',
      required: false,
      default: 'l’année {year-1}',
    });
    template.sections[0]!.start = {
      type: 'doc',
      content: [
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [{ type: 'paragraph', content: text('De {year}, sur {about} et {year+1}') }],
            },
          ],
        },
      ],
    };
    const { fields, sections } = startingContent(template, 2027);
    expect(fields['about']).to.equal('l’année 2026');
    expect(sections['orientations']).to.contain(
      '"marks":[{"type":"bold"}],"text":"De 2027, sur l’année 2026 et 2028"',
    );
    expect(titleOf(template, fields)).to.equal('Enquête 2027');
  });
});
