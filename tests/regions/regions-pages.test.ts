import { expect } from 'chai';
import { createRegionsRoutes } from '../../src/regions/regions-routes.ts';
import type { CurrentOffice, Role } from '../../src/web/route.ts';
import { openTestSite } from '../site.ts';
import { act, createRegionsBench, messages, place } from './regions-bench.ts';

const officeOf = (id: string, name: string): CurrentOffice => ({
  ...{ id, name, timeZone: 'Europe/Paris', strength: 'code', sessionId: 's' },
});
const ajaccio = officeOf('OFF-2A', 'préfecture de la Corse-du-Sud');
const bastia = officeOf('OFF-2B', 'préfecture de la Haute-Corse');

describe('the pages of a region', () => {
  let bench: Awaited<ReturnType<typeof createRegionsBench>>;
  beforeEach(async () => {
    bench = await createRegionsBench();
  });
  afterEach(() => bench.database.destroy());

  const open = (who: { roles?: Role[]; office?: CurrentOffice }) =>
    openTestSite({
      ...who,
      routes: createRegionsRoutes({
        ...{ regions: bench.regions, messages },
        officeNames: async () => new Map([['OFF-2A', ajaccio.name]]),
        regionNames: async () => new Map([['REG-94', 'Corse']]),
        territoriesOf: async (id) => [id.replace('OFF', 'DEP')],
        instructions: {
          findBySlug: async (slug) =>
            slug === act.slug
              ? ({ id: act.instructionId, slug, title: act.title, state: 'dispatched' } as never)
              : undefined,
          documentSeal: async () => undefined,
        },
      }),
    });
  const path = `/guichet/region/${act.slug}/REG-94/repartition`;

  it('lead the region from a draft, through what is wrong, to a split', async () => {
    const site = await open({ office: ajaccio });
    const { typed, formKey, name, function: quality } = bench.decided();
    const form = { ...typed, formKey, name, function: quality, after: '0' };
    const kept = await site.send(path, { 'ae-DEP-2A': 'à voir', geste: 'brouillon' });
    const draft = await site.get(path);
    const wrong = await site.send(path, { ...form, 'ae-DEP-2A': '1', name: '', geste: 'arreter' });
    const done = await site.send(path, { ...form, geste: 'arreter' });
    const view = await site.get('/guichet/region');
    await site.close();
    expect(kept.status).to.equal(303);
    expect(draft.text).to.contain('value="à voir"').and.contain('brouillon du');
    expect(wrong.status).to.equal(422);
    expect(wrong.text)
      .to.contain('Il manque')
      .and.contain('id="champ-total-ae"')
      .and.contain('value="30 000"');
    expect(wrong.text).to.contain('champ-name-message');
    expect(done.status).to.equal(303);
    expect(view.text).to.contain('Répartition arrêtée le').and.contain('Plan d’action');
  });

  it('show a department its own part, and nothing of the region', async () => {
    await bench.regions.splits.publish({ id: 'OFF-2A', strength: 'code' }, place, bench.decided());
    const site = await open({ office: bastia });
    const part = await site.get(`/guichet/parts/${act.slug}`);
    const split = await site.get(path);
    const view = await site.get('/guichet/region');
    await site.close();
    expect(part.text)
      .to.contain('Haute-Corse')
      .and.match(/40\s000\s€/)
      .and.contain('Inès Morel');
    expect(part.text).not.to.contain('Corse-du-Sud</h2>');
    expect(split.status).to.equal(404);
    expect(view.text).to.contain('aucun mandat régional');
  });

  it('confirm a reminder before it leaves, and say that it left', async () => {
    const site = await open({ office: ajaccio });
    const remind = `/guichet/region/${act.slug}/REG-94/rappel`;
    const before = await site.get(remind);
    const sent = await site.send(remind, { name: 'Inès Morel', function: 'Cheffe de projet', text: '' });
    const after = await site.get(remind);
    await site.close();
    expect(before.text).to.contain('Haute-Corse').and.contain('Envoyer le rappel');
    expect(sent.status).to.equal(303);
    expect(after.text).to.contain('Personne n’est à rappeler').and.not.to.contain('Envoyer le rappel');
  });

  it('show staff and auditors every version, and give them as a file', async () => {
    await bench.regions.splits.publish({ id: 'OFF-2A', strength: 'code' }, place, bench.decided());
    const again = bench.decided({ after: 1, reason: 'Un projet est abandonné.' });
    await bench.regions.splits.publish({ id: 'OFF-2A', strength: 'code' }, place, again);
    const site = await open({ roles: ['auditor'] });
    const page = await site.get(`/instructions/${act.slug}/credits/repartitions`);
    const csv = await site.get(`/instructions/${act.slug}/credits/repartitions.csv`);
    await site.close();
    expect(page.text)
      .to.contain('Un projet est abandonné.')
      .and.contain('Remplacée')
      .and.contain('Version 2');
    expect(csv.text).to.contain('REG-94;2;DEP-2B;Haute-Corse;40000,00;30000,00;2026-12-07;oui');
    expect(csv.text).to.contain('REG-94;1;DEP-2A');
  });
});
