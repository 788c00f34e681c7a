import { expect } from 'chai';
import type { PinnedStep } from '../../../src/drafts/circuit/circuit.ts';
import { placeOf, type Situation } from '../../../src/drafts/circuit/place.ts';
import { progressOf, type StepDecision } from '../../../src/drafts/circuit/progress.ts';
import type { Actor, State } from '../../../src/drafts/instruction.ts';

const person = (id: string, ...roles: string[]): Actor => ({ id, name: id, roles });
const hugo = person('hugo', 'reviewer');
const marie = person('marie', 'reviewer');
const leo = person('leo', 'reviewer');
const claire = person('claire', 'drafter');
const omni = person('omni', 'drafter', 'reviewer', 'signatory');

const step = (number: number, needed: number, ...seats: string[]): PinnedStep => ({
  ...{ number, needed, seats, kind: 'reviewers', name: `Étape ${number}`, body: '' },
});
const outside = (number: number): PinnedStep => ({
  ...{ number, needed: 1, seats: [], kind: 'outside', name: 'SGG', body: 'SGG' },
});
const visa = (number: number, userId: string, onBehalfOf: string | null = null): StepDecision => ({
  ...{ step: number, userId, onBehalfOf, decision: 'given', decidedAt: '2026-12-07T10:00:00.000Z' },
});
const away = (giverId: string, takerId: string) => ({
  giverId,
  takerId,
  delegationId: `${giverId}-${takerId}`,
});

interface Given {
  steps: PinnedStep[];
  visas?: StepDecision[];
  authors?: string[];
  standIns?: Situation['standIns'];
  state?: State;
}

function situation({
  steps,
  visas = [],
  authors = [],
  standIns = [],
  state = 'in_review',
}: Given): Situation {
  const progress = progressOf(steps, { frozenAt: '2026-12-07T08:00:00.000Z', visas, opinions: [] });
  return { state, authorIds: authors, progress, visas, standIns };
}

/** `step`, `step for somebody`, or the key of the reason why not. */
function told(actor: Actor, given: Given): string {
  const found = placeOf(actor, situation(given));
  if (!('step' in found)) return found.key;
  return found.standIn === undefined ? `${found.step}` : `${found.step} for ${found.standIn.giverId}`;
}

const both = [step(1, 1, 'hugo'), step(2, 2, 'marie', 'leo')];
const anyReviewer = [step(1, 1)];

describe('who decides on a text under review', () => {
  const cases: [string, Actor, Given, string][] = [
    ['whoever has a seat in the open step', hugo, { steps: both }, '1'],
    ['not who has one later', marie, { steps: both }, 'circuit.visa.not-yet'],
    ['who comes next once the step is passed', marie, { steps: both, visas: [visa(1, 'hugo')] }, '2'],
    [
      'no longer whose step is passed',
      hugo,
      { steps: both, visas: [visa(1, 'hugo')] },
      'circuit.visa.no-longer',
    ],
    [
      'not twice in one step',
      marie,
      { steps: both, visas: [visa(1, 'hugo'), visa(2, 'marie')] },
      'drafts.visa.already',
    ],
    [
      'not who is no longer needed of « any one »',
      marie,
      { steps: [step(1, 1, 'hugo', 'marie'), step(2, 1, 'leo')], visas: [visa(1, 'hugo')] },
      'circuit.visa.no-longer',
    ],
    ['not who has no seat', leo, { steps: [step(1, 1, 'hugo')] }, 'circuit.visa.no-seat'],
    ['any reviewer where nobody is named', leo, { steps: anyReviewer }, '1'],
    ['not who is no reviewer', claire, { steps: anyReviewer }, 'drafts.role.reviewer-only'],
    [
      'not an author, whatever other role',
      omni,
      { steps: anyReviewer, authors: ['omni'] },
      'drafts.visa.own-text',
    ],
    ['nobody before it is frozen', hugo, { steps: [], state: 'draft' }, 'drafts.state.not-in-review'],
    ['nobody once it is approved', hugo, { steps: both, state: 'approved' }, 'drafts.state.not-in-review'],
    [
      'nobody while an outside body is awaited',
      hugo,
      { steps: [outside(1), step(2, 1, 'hugo')] },
      'circuit.visa.outside-step',
    ],
    ['a delegate, for who is away', leo, { steps: both, standIns: [away('hugo', 'leo')] }, '1 for hugo'],
    ['and who is away as well', hugo, { steps: both, standIns: [away('hugo', 'leo')] }, '1'],
    [
      'not who is away, once it was given for them',
      marie,
      {
        steps: both,
        visas: [visa(1, 'hugo'), visa(2, 'hugo', 'marie')],
        standIns: [away('marie', 'hugo')],
      },
      'circuit.visa.given-for-you',
    ],
    [
      'not a delegate of who decided already',
      leo,
      { steps: [step(1, 2, 'hugo', 'marie')], visas: [visa(1, 'hugo')], standIns: [away('hugo', 'leo')] },
      'circuit.visa.no-seat',
    ],
    [
      'an own seat first, before that of who is away',
      marie,
      { steps: [step(1, 2, 'hugo', 'marie')], standIns: [away('hugo', 'marie')] },
      '1',
    ],
    [
      'and then not for who is away: nobody counts twice in a step',
      marie,
      {
        steps: [step(1, 2, 'hugo', 'marie')],
        visas: [visa(1, 'marie')],
        standIns: [away('hugo', 'marie')],
      },
      'drafts.visa.already',
    ],
    [
      'not a delegate’s delegate',
      leo,
      { steps: [step(1, 1, 'hugo')], standIns: [away('hugo', 'marie'), away('marie', 'leo')] },
      'circuit.visa.no-seat',
    ],
    [
      'not an author by delegation',
      omni,
      { steps: [step(1, 1, 'hugo')], authors: ['omni'], standIns: [away('hugo', 'omni')] },
      'drafts.visa.own-text',
    ],
    [
      'not for an author who is away',
      leo,
      { steps: [step(1, 1, 'omni')], authors: ['omni'], standIns: [away('omni', 'leo')] },
      'circuit.visa.no-seat',
    ],
  ];
  for (const [name, actor, given, expected] of cases)
    it(`is ${name}`, () => expect(told(actor, given)).to.equal(expected));
});

describe('a circuit’s progress', () => {
  it('opens each step when the one before is passed, and tells since when', () => {
    const at = (hour: number) => `2026-12-07T${String(hour).padStart(2, '0')}:00:00.000Z`;
    const steps = [step(1, 1, 'hugo', 'marie'), outside(2), step(3, 2, 'hugo', 'leo')];
    const progress = progressOf(steps, {
      frozenAt: at(8),
      visas: [
        { ...visa(1, 'marie'), decidedAt: at(9) },
        { ...visa(3, 'leo'), decidedAt: at(12) },
      ],
      opinions: [{ step: 2, decision: 'given', recordedAt: at(11) }],
    });
    expect(
      progress.map(({ state, since, doneAt, awaited }) => [state, since, doneAt, awaited]),
    ).to.deep.equal([
      ['done', at(8), at(9), []],
      ['done', at(9), at(11), []],
      ['open', at(11), undefined, ['hugo']],
    ]);
  });
});
