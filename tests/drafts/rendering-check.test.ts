import { expect } from 'chai';
import { createFrozenCredits } from '../../src/allocations/allocations.ts';
import { createRenderingCheck } from '../../src/drafts/instructions.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { dropTrigger } from '../database.ts';
import { openRoom, take, type Room } from './drafting-room.ts';

describe('printing a frozen version again', () => {
  let room: Room;
  let id: string;
  let slug: string;

  beforeEach(async () => {
    room = await openRoom();
    const draft = await room.draft();
    ({ id, slug } = draft);
  });
  afterEach(() => room.close());

  const check = (changes: Partial<Parameters<typeof createRenderingCheck>[0]> = {}) =>
    createRenderingCheck({
      database: room.database,
      render: room.render,
      credits: createFrozenCredits(),
      demonstration: true,
      ...changes,
    });
  const freeze = async () => take(await room.instructions.freeze(room.people.claire, id));

  it('gives the same bytes from what is stored, by its short name or its id', async () => {
    const version = await freeze();
    const report = await check()(slug);
    expect(report).to.deep.include({ same: true, version: 1, frozenSha256: version.sha256, differences: [] });
    expect(await check()(id)).to.deep.equal(report);
    const [frozen, again] = room.render.inputs.slice(-3);
    expect(again).to.deep.equal(frozen);
    expect(again?.verificationUrl).to.contain(id);
  });

  it('keeps to the frozen revision, whatever was written since', async () => {
    const version = await freeze();
    take(await room.instructions.resume(room.people.claire, id, version.number));
    const { revision: baseRevision } = await room.instructions.get(id);
    const fields = { subject: 'Un tout autre objet' };
    take(await room.instructions.save(room.people.claire, id, { baseRevision, fields, sections: {} }));
    expect(await check()(slug)).to.deep.include({ same: true, sha256: version.sha256 });
  });

  it('says that the bytes differ, and what it was printed with', async () => {
    await freeze();
    const other: typeof room.render.renderInstruction = async (input) => {
      const printed = await room.render.renderInstruction(input);
      return { ...printed, sha256: 'f'.repeat(64), madeWith: { ...printed.madeWith, browser: 'Chrome/999' } };
    };
    const report = await check({ render: { ...room.render, renderInstruction: other } })(slug);
    expect(report.same).to.equal(false);
    expect(report.differences).to.deep.equal([{ what: 'browser', then: 'none', now: 'Chrome/999' }]);
  });

  it('does not guess what an older version was printed with', async () => {
    await freeze();
    await dropTrigger(room.database, 'frozen_renderings', 'frozen_renderings_is_append_only_delete');
    await room.database('frozen_renderings').delete();
    expect(await check()(slug)).to.deep.include({ recorded: false, differences: [] });
  });

  it('is refused when there is no such instruction, or nothing was frozen', async () => {
    for (const [name, key] of [
      ['inconnue', 'drafts.check.no-instruction'],
      [slug, 'drafts.check.never-frozen'],
    ] as const) {
      const failure = await check()(name).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AppError).and.to.include({ code: 'not-found', messageKey: key });
    }
  });
});
