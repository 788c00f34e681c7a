import { expect } from 'chai';
import {
  faultOfEdit,
  faultOfDraftAct,
  faultOfSignature,
  faultOfSigningDay,
  letterDayOf,
  mayMove,
  states,
  type Actor,
  type State,
} from '../../src/drafts/instruction.ts';

const drafter: Actor = { id: 'claire', name: 'Claire', roles: ['drafter'] };
const reviewer: Actor = { id: 'hugo', name: 'Hugo', roles: ['reviewer'] };
const signatory: Actor = { id: 'nora', name: 'Nora', roles: ['signatory'] };
const everyone: Actor = { id: 'omni', name: 'Omni', roles: ['drafter', 'reviewer', 'signatory'] };
const at = (state: State, ...authorIds: string[]) => ({ state, authorIds });

describe('an instruction’s way', () => {
  it('has these moves and no other', () => {
    const moves = states.flatMap((from) =>
      states.filter((to) => mayMove(from, to)).map((to) => `${from} > ${to}`),
    );
    expect(moves).to.deep.equal([
      'draft > in_review',
      'in_review > draft',
      'in_review > approved',
      'approved > draft',
      'approved > signed',
      'signed > dispatched',
      'dispatched > closed',
    ]);
  });

  for (const state of ['signed', 'dispatched', 'closed'] as const) {
    it(`is not edited once it is ${state}`, () => {
      expect(faultOfEdit(drafter, at(state))?.key).to.equal('drafts.state.no-longer-editable');
    });
  }

  it('is edited and submitted by a drafter only', () => {
    expect(faultOfEdit(drafter, at('draft'))).to.equal(undefined);
    expect(faultOfEdit(reviewer, at('draft'))?.key).to.equal('drafts.role.drafter-only');
    expect(faultOfDraftAct(signatory, at('draft'))?.key).to.equal('drafts.role.drafter-only');
    expect(faultOfDraftAct(drafter, at('in_review'))?.key).to.equal('drafts.state.not-a-draft');
  });

  it('is signed by a signatory who did not write it', () => {
    expect(faultOfSignature(signatory, at('approved', 'claire'))).to.equal(undefined);
    expect(faultOfSignature(reviewer, at('approved'))?.key).to.equal('drafts.role.signatory-only');
    expect(faultOfSignature(everyone, at('approved', 'omni'))?.key).to.equal('drafts.sign.own-text');
    expect(faultOfSignature(signatory, at('in_review'))?.key).to.equal('drafts.state.not-approved');
  });
});

describe('the letter’s date', () => {
  it('is a day, or that of the electronic signature', () => {
    expect(letterDayOf({ letterDate: '2026-12-07' })).to.equal('2026-12-07');
    expect(letterDayOf({ letterDate: '' })).to.equal(undefined);
    expect(letterDayOf({})).to.equal(undefined);
  });

  it('binds the signature to its day', () => {
    expect(faultOfSigningDay(undefined, '2026-12-07')).to.equal(undefined);
    expect(faultOfSigningDay('2026-12-07', '2026-12-07')).to.equal(undefined);
    expect(faultOfSigningDay('2026-12-07', '2026-12-08')?.key).to.equal('drafts.sign.too-late');
    expect(faultOfSigningDay('2026-12-07', '2026-12-06')?.key).to.equal('drafts.sign.too-early');
  });
});
