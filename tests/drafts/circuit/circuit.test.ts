import { expect } from 'chai';
import {
  faultsOfDefinition,
  oneVisa,
  pinSteps,
  stepsOfConfirmation,
  type Definition,
  type Step,
} from '../../../src/drafts/circuit/circuit.ts';

const reviewers = (needed: number | 'all', ...ids: string[]): Step => ({
  ...{ kind: 'reviewers', name: 'Bureau', reviewers: ids, needed },
});
const sgg: Step = { kind: 'outside', name: 'Avis', body: 'SGG' };
const of = (...steps: Step[]): Definition => ({ ...oneVisa, steps });
const faults = (definition: Definition) => faultsOfDefinition(definition).map(({ key }) => key);

describe('a circuit', () => {
  it('is refused when it could not be walked', () => {
    expect(faults(oneVisa)).to.deep.equal([]);
    expect(faults(of(reviewers('all', 'a', 'b'), sgg, reviewers(2, 'a', 'b', 'c')))).to.deep.equal([]);
    expect(faults(of())).to.deep.equal(['circuit.no-step']);
    expect(faults(of(reviewers('all')))).to.deep.equal(['circuit.all-of-nobody']);
    expect(faults(of(reviewers(3, 'a', 'b')))).to.deep.equal(['circuit.needs-too-many']);
    expect(faults(of(reviewers(0, 'a')))).to.deep.equal(['circuit.needs-one']);
    expect(faults(of(reviewers(1, 'a', 'a')))).to.deep.equal(['circuit.reviewer-twice']);
    expect(faults(of(...Array.from({ length: 13 }, () => sgg)))).to.deep.equal(['circuit.too-many-steps']);
    expect(faults({ ...oneVisa, reminders: { after: 0, every: 2 } })).to.deep.equal([
      'circuit.no-reminder-day',
    ]);
  });

  it('gives no seat to an author, nor to who is no reviewer any more', () => {
    const definition = of(reviewers('all', 'hugo', 'omni', 'gone'), sgg);
    const { steps, faults: found } = pinSteps(definition, {
      authorIds: ['omni'],
      reviewerIds: ['hugo', 'omni', 'marie'],
    });
    expect(found).to.deep.equal([]);
    expect(steps.map(({ needed, seats, body }) => [needed, seats, body])).to.deep.equal([
      [1, ['hugo'], ''],
      [1, [], 'SGG'],
    ]);
  });

  it('is not begun when a step has too few left', () => {
    const definition = of(reviewers(2, 'hugo', 'omni'), reviewers('all', 'omni'), reviewers(1));
    const { faults: found } = pinSteps(definition, { authorIds: ['omni'], reviewerIds: ['hugo', 'omni'] });
    expect(found.map(({ key, params }) => [key, params?.['needed'], params?.['seats']])).to.deep.equal([
      ['circuit.step-without-reviewers', 2, 1],
      ['circuit.step-without-reviewers', 1, 0],
    ]);
  });

  it('asks after a correction those who gave a visa, together, and the outside bodies only if it says so', () => {
    const { steps } = pinSteps(of(reviewers(1, 'hugo', 'marie'), sgg, reviewers(1, 'hugo')), {
      authorIds: [],
      reviewerIds: ['hugo', 'marie'],
    });
    const confirm = (asksOutsideAgain: boolean) =>
      stepsOfConfirmation(
        { steps, asksOutsideAgain },
        { givers: ['hugo', 'marie', 'hugo'], name: 'Confirmer' },
      );
    expect(confirm(false).map(({ kind, needed, seats }) => [kind, needed, seats])).to.deep.equal([
      ['reviewers', 2, ['hugo', 'marie']],
    ]);
    expect(confirm(true).map(({ number, kind }) => [number, kind])).to.deep.equal([
      [1, 'reviewers'],
      [2, 'outside'],
    ]);
  });
});
