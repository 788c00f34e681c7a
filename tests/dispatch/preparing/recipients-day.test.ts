import { expect } from 'chai';
import type { Knex } from 'knex';
import { createPrefectures } from '../../../src/prefectures/prefectures.ts';
import { createJournal } from '../../../src/journal/journal.ts';
import { createTestDatabase } from '../../database.ts';
import { createFixedClock } from '../../fakes/fixed-clock.ts';
import { createCampaignBench, dispatcher, signed, type CampaignBench } from '../campaign-bench.ts';

const regions = { toList: 'regions', toOffices: [], ccList: 'none', ccOffices: [] } as const;

/** The real directory: in the new year another office holds the region, and the Ain has another mailbox. */
async function openDirectory(database: Knex) {
  const clock = createFixedClock();
  const journal = createJournal({ clock, readDatabase: database });
  const directory = createPrefectures({ database, readDatabase: database, journal, clock });
  await database.transaction(async (transaction) => {
    await directory.seedOffices(transaction);
    await directory.seedDemonstrationContacts(transaction, { from: '2026-01-01' });
  });
  await database('office_territories').where({ territory_id: 'REG-84' }).update({ valid_to: '2026-12-31' });
  await database('office_territories').insert({
    id: 'OFF-01/REG-84',
    office_id: 'OFF-01',
    territory_id: 'REG-84',
    valid_from: '2027-01-01',
  });
  const titles = 'bureau;type de contact;rang;adresse;nom;valable du;valable au\n';
  const lines = [
    'OFF-01;boîte fonctionnelle;1;circulaires@ain.pref.example;;01/01/2026;31/12/2026',
    'OFF-01;boîte fonctionnelle;1;nouvelle@ain.pref.example;;01/01/2027;',
  ];
  const { problems } = await directory.importOffices('user-1', Buffer.from(titles + lines.join('\n')));
  expect(problems).to.deep.equal([]);
  return directory;
}

describe('a campaign to the recipients of a day', () => {
  let bench: CampaignBench;
  before(async function () {
    this.timeout(180_000);
    const database = await createTestDatabase();
    const directory = Object.assign(await openDirectory(database), { replace: () => undefined });
    bench = await createCampaignBench({ database, directory });
  });
  after(() => bench.database.destroy());

  const addressOf = async (officeId: string) => {
    const rows = await bench
      .database('deliveries as d')
      .join('delivery_addresses as a', 'a.delivery_id', 'd.id')
      .where({ 'd.office_id': officeId })
      .pluck('a.address');
    return rows as string[];
  };

  it('knows who holds a region on a day, past or to come', async () => {
    const holders = async (recipientsOn: string) => {
      const { offices } = await bench.dispatch.forecast({ audience: regions, recipientsOn });
      return offices;
    };
    expect(await Promise.all(['2026-11-15', '2027-01-15'].map(holders))).to.deep.equal([18, 18]);
  });

  it('writes once to the holder of that day, at the contact of that day, and says which day', async () => {
    const opened = await bench.dispatch.openCampaign(dispatcher, signed.instructionId, {
      deadlineOn: '2027-02-01',
      audience: regions,
      recipientsOn: '2027-01-15',
    });
    if (!opened.ok) throw new Error(opened.errors[0]?.key);
    expect(opened.value).to.include({ frozenOffices: 18, recipientsOn: '2027-01-15' });
    expect(await addressOf('OFF-01')).to.deep.equal(['nouvelle@ain.pref.example']);
    expect(await addressOf('OFF-69')).to.deep.equal([]);
    const board = await bench.dispatch.board(opened.value.id);
    expect(board?.lines.find(({ officeId }) => officeId === 'OFF-01')?.regionName).to.contain('Auvergne');
  });

  it('keeps to the day to come when a first contact refuses', async () => {
    bench.mailer.answer('nouvelle@ain.pref.example', { outcome: 'refused', reply: '550 no', code: 550 });
    await bench.settle();
    // The mailbox that is valid today will not be in January: there is nobody else to write to.
    expect(await addressOf('OFF-01')).to.deep.equal(['nouvelle@ain.pref.example']);
    const [campaign] = await bench.dispatch.listCampaigns();
    if (campaign === undefined) throw new Error('no campaign');
    expect((await bench.standings(campaign)).offices).to.include({ unreachable: 1, accepted: 17 });
  });
});
