import { expect } from 'chai';
import { createCampaignBench, dispatcher, signed } from '../campaign-bench.ts';

const keysOf = (outcome: { ok: true } | { ok: false; errors: { key: string }[] }) =>
  outcome.ok ? [] : outcome.errors.map(({ key }) => key);

describe('a departure with a questionnaire', () => {
  it('that is not ready leaves only for a reason, which says nothing of another questionnaire', async () => {
    const { database, preparing, asked } = await createCampaignBench();
    const begun = await preparing.begin(dispatcher, signed.instructionId, '2026-12-21');
    if (!begun.ok) throw new Error('not begun');
    const depart = async () => {
      const plan = await preparing.plan(begun.value);
      return keysOf(await preparing.depart(dispatcher, begun.value, plan?.sha256 ?? ''));
    };
    const survey = { id: 'request-1', title: 'Enquête d’été', isReady: false };
    asked.push(survey);
    expect(await depart()).to.deep.equal(['preparing.depart.blocked']);
    const { checks } = await preparing.preflight(begun.value);
    const found = checks.filter(({ level }) => level === 'blocking');
    expect(found.map(({ finding }) => finding)).to.deep.equal(['questionnaire not-ready request-1']);
    expect(keysOf(await preparing.overrule(dispatcher, begun.value, found, 'Prête lundi'))).to.deep.equal([]);
    asked.push({ ...survey, id: 'request-2' });
    expect(await depart()).to.deep.equal(['preparing.depart.blocked']);
    asked.splice(1, 1, { ...survey, id: 'request-2', isReady: true });
    expect(await depart()).to.deep.equal([]);
    await database.destroy();
  });
});
