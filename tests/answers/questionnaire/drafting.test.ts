import { expect } from 'chai';
import type { Typing } from '../../../src/answers/questionnaire/drafting.ts';
import { saveDraft } from '../../../src/answers/questionnaire/drafts-store.ts';
import { emptyTyped } from '../../../src/answers/questionnaire/typed-answer.ts';
import { failureOf } from '../../drafts/drafting-room.ts';
import { openQuestionnaireRoom, type QuestionnaireRoom } from './questionnaire-room.ts';
import { survey } from './survey.ts';

describe('what an office types in a questionnaire', () => {
  let room: QuestionnaireRoom;
  before(async () => {
    room = await openQuestionnaireRoom();
  });
  after(() => room.close());
  // Each case in a territory of its own.
  let place = { requestId: '', territoryId: '' };
  let count = 0;
  beforeEach(() => {
    place = { requestId: room.request.id, territoryId: `DEP-${(count += 1)}` };
  });

  const drafting = () => room.questionnaires.drafting;
  const typing = (ae: string, of: Partial<Typing> = {}): Typing => ({
    ...{ typed: { ...emptyTyped(survey), ae }, revision: 0, screen: 'screen-one' },
    ...of,
  });
  const save = (given: Typing) => drafting().save(survey, place, given);
  const stands = async () => (await drafting().open(survey, place)).typed['ae'];
  const aside = async () => (await drafting().asidesOf(place)).map(({ typed }) => typed['ae']);

  it('is kept as it is typed, and counts its savings', async () => {
    expect(await drafting().open(survey, place)).to.deep.include({ revision: 0, isNew: true });
    expect(await save(typing('à voir'))).to.deep.include({ state: 'saved', revision: 1 });
    expect(await save(typing('84 12', { revision: 1 }))).to.deep.include({ state: 'saved', revision: 2 });
    expect(await stands()).to.equal('84 12');
    expect(await drafting().begunOf(place.requestId)).to.include(place.territoryId);
  });

  it('is not another revision when nothing was typed since', async () => {
    await save(typing('1'));
    expect(await save(typing('1', { revision: 1 }))).to.deep.include({ state: 'saved', revision: 1 });
  });

  it('is saved again by a screen that missed the answer to its own saving', async () => {
    await save(typing('1'));
    expect(await save(typing('12'))).to.deep.include({ state: 'saved', revision: 2 });
    expect([await stands(), await aside()]).to.deep.equal(['12', []]);
  });

  it('is kept aside when another screen saved meanwhile: both are there', async () => {
    await save(typing('1'));
    const second = { screen: 'screen-two' };
    expect(await save(typing('2', second))).to.deep.include({ state: 'aside', revision: 1 });
    // It goes on typing: one text a screen, the latest.
    await save(typing('23', second));
    expect([await stands(), await aside()]).to.deep.equal(['1', ['23']]);
    await save(typing('1', { ...second, revision: 0 }));
    expect(await aside()).to.deep.equal(['23']);
  });

  it('is decided by the database when two screens that read the same save at once', async () => {
    const { database } = room;
    const write = (ae: string, revision: number) => {
      const draft = { typed: { ...emptyTyped(survey), ae }, screen: ae, savedAt: '2027-07-01T08:00:00.000Z' };
      return database.transaction((trx) => saveDraft(trx, place, { ...draft, revision }));
    };
    expect([await write('1', 1), await write('2', 1), await stands()]).to.deep.equal([true, false, '1']);
    expect([await write('12', 2), await write('13', 2), await stands()]).to.deep.equal([true, false, '12']);
  });

  it('says once what becomes of both, and loses neither unasked', async () => {
    await save(typing('1'));
    await save(typing('2', { screen: 'screen-two' }));
    const [kept] = await drafting().asidesOf(place);
    await drafting().takeAside(place, kept?.id ?? '');
    expect([await stands(), await aside()]).to.deep.equal(['2', ['1']]);
    const [other] = await drafting().asidesOf(place);
    await drafting().dropAside(place, other?.id ?? '');
    expect([await stands(), await aside()]).to.deep.equal(['2', []]);
    expect(await failureOf(drafting().dropAside(place, other?.id ?? ''))).to.equal(
      'nothing is kept aside under this id',
    );
    // The first screen read what does not stand any more.
    expect(await save(typing('3', { revision: 1 }))).to.deep.include({ state: 'aside' });
    expect([await stands(), await aside()]).to.deep.equal(['2', ['3']]);
  });
});
