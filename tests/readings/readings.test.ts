import { expect } from 'chai';
import type { Knex } from 'knex';
import { loadMessages } from '../../src/kernel/messages.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createReadings, type Readings } from '../../src/readings/readings.ts';
import { createReadingsRoutes, notingReadings } from '../../src/readings/readings-routes.ts';
import { json, redirect, route, type CurrentUser, type Reply, type Role } from '../../src/web/route.ts';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';

describe('what auditors open', function () {
  this.timeout(180_000);
  let database: Knex;
  let readings: Readings;
  const clock = createFixedClock('2026-12-07T13:30:00.000Z');

  before(async () => {
    database = await createTestDatabase();
    for (const id of ['anne', 'claire'])
      await database('users').insert({ id, login: id, demonstration: 1, created_at: 'x' });
    readings = createReadings({ database, readDatabase: database, clock, log: silentLog });
  });
  after(() => database.destroy());

  const opened = async () => {
    await readings.flush();
    return (await readings.list({}, { limit: 100 })).readings.map(({ userId, path }) => `${userId} ${path}`);
  };

  /** Opens a page that answers `reply`, as somebody who has these roles. */
  async function open(id: string, roles: Role[], reply: Reply, method: 'get' | 'post' = 'get') {
    const path = '/instructions/:slug/dossier';
    const bare = route({ method, path, access: 'public', handle: async () => reply });
    const [noting] = notingReadings([bare], readings);
    const user: CurrentUser = { id, name: id, function: '', roles };
    const request = { params: { slug: '2027' }, query: { mots: 'secret' }, user };
    await noting!.handle(request as unknown as Parameters<typeof bare.handle>[0]);
  }

  it('is noted by its address alone: never what was searched for', async () => {
    await open('anne', ['auditor'], json({}));
    expect(await opened()).to.deep.equal(['anne /instructions/2027/dossier']);
  });

  it('is noted of auditors alone, and of what they really opened', async () => {
    await open('claire', ['drafter'], json({}));
    await open('anne', ['auditor'], json({}, 404));
    await open('anne', ['auditor'], redirect('/'));
    await open('anne', ['auditor'], json({}), 'post');
    expect(await opened()).to.have.length(1);
  });

  it('slows nothing and breaks nothing when it cannot be written', async () => {
    const broken = createReadings({
      ...{ clock, log: silentLog, readDatabase: database },
      database: (() => {
        throw new Error('no database');
      }) as unknown as Knex,
    });
    broken.note('anne', '/');
    await broken.flush();
  });

  async function asRole(role: Role) {
    const namesOf = async () => new Map([['anne', 'Anne Lefort']]);
    const messages = loadMessages('templates/messages');
    return openTestSite({ routes: createReadingsRoutes({ readings, messages, namesOf }), roles: [role] });
  }

  it('is shown to the security officer, with a filter and a file', async () => {
    const site = await asRole('security');
    const { text } = await site.get('/consultations');
    expect(text)
      .to.contain('Anne Lefort')
      .and.to.contain('/instructions/2027/dossier')
      .and.to.contain('12 mois');
    expect((await site.get('/consultations?personne=anne&du=2026-12-07&au=2026-12-07')).text).to.contain(
      'dossier',
    );
    expect((await site.get('/consultations?au=2026-12-06')).text).not.to.contain('2027/dossier');
    const csv = await site.get('/consultations/consultations.csv');
    await site.close();
    expect(csv.text).to.contain('Anne Lefort;/instructions/2027/dossier');
  });

  it('is shown to nobody else, the administrator and auditors included', async () => {
    for (const role of ['administrator', 'auditor', 'drafter'] as const) {
      const site = await asRole(role);
      expect((await site.get('/consultations')).status, role).to.equal(403);
      await site.close();
    }
  });

  it('goes at the end of its period', async () => {
    clock.moveTo('2027-12-07T13:29:59.000Z');
    expect(await readings.removeOld()).to.equal(0);
    clock.moveTo('2027-12-07T13:30:01.000Z');
    expect(await readings.removeOld()).to.equal(1);
    expect(await opened()).to.deep.equal([]);
  });
});
