import { expect } from 'chai';
import type { CampaignStandings } from '../../../src/dispatch/dispatch.ts';
import { gesturesOf } from '../../../src/dispatch/following/gestures-page.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';

const messages = loadMessages('templates/messages');

function mainAction(given: {
  state?: string;
  offices?: Record<string, number>;
  acknowledged?: number;
  today?: string;
}): string | undefined {
  const { state = 'open', offices = {}, acknowledged = 0, today = '2026-12-10' } = given;
  const none = {
    waiting: 0,
    accepted: 0,
    delivered: 0,
    unknown: 0,
    unreachable: 0,
    cancelled: 0,
    excluded: 0,
  };
  const standings = {
    campaign: { state, deadlineOn: '2026-12-21' },
    offices: { ...none, ...offices },
    deliveries: { deferred: 0 },
    acknowledged,
    asked: 106,
  } as unknown as CampaignStandings;
  const { main } = gesturesOf(messages, 'x', standings, { steers: true, today });
  return main?.href.replace('/instructions/x/diffusion', '');
}

describe('the main action of a campaign', () => {
  it('is never to stop: while mails leave, there is none', () => {
    expect(mainAction({ offices: { waiting: 106 } })).to.equal(undefined);
  });

  it('is to resume what is paused, before anything else', () => {
    expect(mainAction({ state: 'paused', offices: { waiting: 3, unknown: 1 } })).to.equal('/reprendre');
  });

  it('is to decide of unknown outcomes, then to look at who cannot be reached', () => {
    expect(mainAction({ offices: { unknown: 1, unreachable: 2 } })).to.equal('?etat=unknown');
    expect(mainAction({ offices: { unreachable: 2 } })).to.equal('?etat=unreachable');
  });

  it('is to close only when no acknowledgement is awaited any more', () => {
    expect(mainAction({ offices: { accepted: 106 }, acknowledged: 41 })).to.equal(undefined);
    expect(mainAction({ offices: { accepted: 106 }, acknowledged: 41, today: '2026-12-21' })).to.equal(
      undefined,
    );
    expect(mainAction({ offices: { accepted: 106 }, acknowledged: 41, today: '2026-12-22' })).to.equal(
      '/clore',
    );
    expect(mainAction({ offices: { accepted: 106 }, acknowledged: 106 })).to.equal('/clore');
    expect(mainAction({ state: 'cancelled', offices: { cancelled: 106 } })).to.equal('/clore');
  });

  it('is nobody’s who may not steer, and none once the campaign is closed', () => {
    expect(mainAction({ state: 'closed', offices: { accepted: 106 } })).to.equal(undefined);
  });
});
