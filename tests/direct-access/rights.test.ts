import { expect } from 'chai';
import { tables } from '../../src/direct-access/tables/tables.ts';
import { parse } from 'csv-parse/sync';
import { openTestSite } from '../site.ts';
import { openDirectAccess, type DirectAccessBench } from './direct-access-bench.ts';

const day = 86_400_000;

describe('who reads what through the direct access', function () {
  // The whole dispatch of an instruction stands before it.
  this.timeout(180_000);
  let bench: DirectAccessBench;
  const now = '2026-12-07T13:30:00.000Z';

  before(async () => {
    bench = await openDirectAccess();
  });
  beforeEach(async () => {
    bench.clock.moveTo(now);
    await bench.send();
  });
  after(() => bench.close());

  /** Status, kind of problem, and challenge. */
  async function refusalOf(path: string, token: string | undefined, headers: Record<string, string> = {}) {
    const { status, json, headers: answered } = await bench.ask(path, token, { headers });
    const kind = String(json?.type ?? 'let in').replace(/^.*#/, '');
    return `${status} ${kind} ${answered.get('www-authenticate') ?? ''}`.trim();
  }
  const path = '/api/v1/instructions';
  const invalid = 'Bearer realm="estafette", error="invalid_token"';

  it('needs a token in its header: neither a session nor an address opens it', async () => {
    const token = await bench.token();
    expect(await refusalOf(path, undefined)).to.equal('401 missing Bearer realm="estafette"');
    const cookie = bench.site.cookie;
    expect(await refusalOf(path, undefined, { cookie })).to.equal('401 missing Bearer realm="estafette"');
    expect(await refusalOf(`${path}?access_token=${token}`, undefined)).to.contain('401 missing');
    const basic = { authorization: `Basic ${Buffer.from(`x:${token}`).toString('base64')}` };
    expect(await refusalOf(path, undefined, basic)).to.equal(`401 malformed ${invalid}`);
    expect(await refusalOf(path, token)).to.equal('200 let in');
  });

  it('opens no page with a token', async () => {
    const token = await bench.token();
    const headers = { authorization: `Bearer ${token}` };
    for (const page of ['/donnees', '/donnees/instructions.csv', '/mon-compte/jetons']) {
      const response = await fetch(bench.site.origin + page, { headers, redirect: 'manual' });
      expect(
        [response.status, response.headers.get('location')?.startsWith('/connexion')],
        page,
      ).to.deep.equal([...[303, true]]);
    }
  });

  it('refuses a token that is altered, cut short, invented, revoked or expired', async () => {
    const token = await bench.token();
    const flipped = `${token.slice(0, 20)}${token[20] === 'a' ? 'b' : 'a'}${token.slice(21)}`;
    for (const wrong of [flipped, token.slice(0, -1), `${token}0`, 'estafette_', token.toUpperCase()])
      expect(await refusalOf(path, wrong), wrong).to.equal(`401 malformed ${invalid}`);
    const { token: invented } = (await import('../../src/direct-access/token.ts')).newAccessToken();
    expect(await refusalOf(path, invented)).to.equal(`401 unknown ${invalid}`);
    const short = await bench.token(['instructions'], '2026-12-08');
    bench.clock.moveTo('2026-12-08T22:59:00.000Z');
    expect(await refusalOf(path, short)).to.equal('200 let in');
    bench.clock.moveTo('2026-12-08T23:01:00.000Z');
    expect(await refusalOf(path, short)).to.equal(`401 expired ${invalid}`);
    await bench.tokens.revoke(bench.auditor, (await bench.kept(short)).id);
    expect(await refusalOf(path, short)).to.equal(`401 revoked ${invalid}`);
  });

  it('ends with the mission, the role or the account of its owner', async () => {
    const token = await bench.token();
    const missions = await bench.accounts.missions.list(bench.auditor);
    const mission = missions.find(({ endedAt }) => endedAt === undefined);
    await bench.accounts.missions.end('admin', bench.auditor, mission?.id ?? '');
    expect(await refusalOf(path, token)).to.equal('403 shut');
    await bench.send();
    expect(await refusalOf(path, token)).to.equal('200 let in');
    await bench.accounts.setDisabled('admin', bench.auditor, true);
    expect(await refusalOf(path, token)).to.equal('403 shut');
    await bench.accounts.setDisabled('admin', bench.auditor, false);
    await bench.accounts.revokeRole('admin', bench.auditor, 'auditor');
    expect(await refusalOf(path, token)).to.equal('403 shut');
    await bench.accounts.grantRole('admin', bench.auditor, 'administrator');
    expect(await refusalOf(path, token)).to.equal('403 role');
    expect(await refusalOf('/api/v1/prefectures', token)).to.equal('200 let in');
    await bench.accounts.revokeRole('admin', bench.auditor, 'administrator');
    await bench.accounts.grantRole('admin', bench.auditor, 'auditor');
    expect(await refusalOf('/api/v1/journal', token)).to.equal('200 let in');
  });

  it('is held to its scopes, each table to one', async () => {
    for (const { name, scope } of tables) {
      const others = (['instructions', 'journal'] as const).filter((each) => each !== scope);
      const token = await bench.token(others);
      const challenge = 'Bearer realm="estafette", error="insufficient_scope"';
      expect(await refusalOf(`/api/v1/${name}`, token), name).to.equal(`403 scope ${challenge}`);
      await bench.tokens.revoke(bench.auditor, (await bench.kept(token)).id);
    }
  });

  it('is held to the perimeter of the mission, in lists, in one instruction, in its file, in the search', async () => {
    await bench.send({ toYear: 2026 });
    const token = await bench.token();
    for (const { name } of tables) {
      const { json } = await bench.ask(`/api/v1/${name}?limite=1000`, token);
      expect(JSON.stringify(json.lignes), name).not.to.contain(bench.slug).and.not.to.contain('"annee":2027');
    }
    const own = `${path}/${bench.slug}`;
    for (const address of [own, `${own}/document.pdf`, `/api/v1/visas?instruction=${bench.slug}`])
      expect(await refusalOf(address, token), address).to.equal('403 outside-perimeter');
    expect((await bench.ask('/api/v1/recherche?q=pr%C3%A9venir', token)).json.total).to.equal(0);
    await bench.send({ fromYear: 2027, toYear: 2027 });
    expect((await bench.ask(path, token)).json.lignes).to.have.length(1);
  });

  it('leaves no token in the base nor in the journal, and writes down its last day of use', async () => {
    const token = await bench.token();
    bench.clock.moveTo(new Date(Date.parse(now) + day).toISOString());
    await bench.ask(path, token);
    expect(await bench.kept(token)).to.include({ lastUsedOn: '2026-12-08', hint: `${token.slice(0, 14)}…` });
    const rows = JSON.stringify([await bench.database('access_tokens'), await bench.database('journal')]);
    expect(rows).not.to.contain(token).and.not.to.contain(token.slice(15));
  });

  it('is made for a year at most, never beyond the mission, and revoked by its owner alone', async () => {
    const create = async (expiresOn: string, scopes: 'instructions'[] = ['instructions']) => {
      const made = await bench.tokens.create(bench.auditor, { name: 'n', scopes, expiresOn });
      return made.ok ? 'made' : made.errors.map(({ key }) => key).join();
    };
    expect(await create('2027-07-01')).to.equal('direct-access.token.too-late');
    expect(await create('2026-12-06')).to.equal('direct-access.token.past');
    expect(await create('2027-06-30', [])).to.equal('direct-access.token.no-scope');
    expect(await create('2027-06-30')).to.equal('made');
    const [made] = await bench.tokens.list(bench.auditor);
    const byAnother = await bench.tokens
      .revoke('somebody-else', made?.id ?? '')
      .catch((error: Error) => error);
    expect(byAnother).to.have.property('code', 'not-found');
  });

  it('is made on a page that shows it once, and revoked there', async () => {
    const own = '/mon-compte/jetons';
    const fields = { name: 'tableur', expiresOn: '2027-03-01' };
    const nothing = await bench.site.send(own, { ...fields, name: '' });
    expect([nothing.status, nothing.text.includes('2027-03-01')]).to.deep.equal([422, true]);
    expect((await bench.site.send(own, fields)).text).to.contain('au moins une portée');
    const made = await bench.site.send(own, { ...fields, 'scope-instructions': 'oui' });
    const token = /estafette_[\w-]{51}/.exec(made.text)?.[0] ?? '';
    expect(await refusalOf(path, token)).to.equal('200 let in');
    const shown = (await bench.site.get(own)).text;
    expect(shown).to.contain(token.slice(0, 14)).and.not.to.contain(token);
    const { id } = await bench.kept(token);
    expect((await bench.site.send(`${own}/${id}/revoquer`, {}, own)).status).to.equal(303);
    expect(await refusalOf(path, token)).to.contain('401 revoked');
  });

  it('is refused when it asks too much, and told how long to wait', async () => {
    const token = await bench.token(['instructions']);
    const { createTokens } = await import('../../src/direct-access/tokens.ts');
    const tokens = createTokens({ ...bench, redis: undefined, most: 3 });
    for (let asked = 0; asked < 3; asked += 1) await tokens.find(token);
    const refused = await tokens.find(token).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'rate-limited' });
    expect(refused).to.have.nested.property('params.seconds').that.is.within(1, 60);
  });

  describe('in the files of the tables', () => {
    it('hold the rows that programs read, under the same names, as French spreadsheets read them', async () => {
      const token = await bench.token();
      for (const { name, columns } of tables) {
        const { text, headers } = await bench.site.get(`/donnees/${name}.csv`);
        expect(headers.get('content-type'), name).to.match(/^text\/csv/);
        const rows: string[][] = parse(text, { delimiter: ';', bom: true });
        expect(rows[0], name).to.deep.equal(Object.keys(columns));
        const { json } = await bench.ask(`/api/v1/${name}?limite=1000`, token);
        if (json.suite === null && name !== 'journal')
          expect(rows.length - 1, name).to.equal(json.lignes.length);
      }
    });

    it('leave out what is outside of the perimeter', async () => {
      const { routes, auditor: userId } = bench;
      const site = await openTestSite({ routes, roles: ['auditor'], userId, perimeter: { toYear: 2026 } });
      try {
        for (const { name } of tables)
          expect((await site.get(`/donnees/${name}.csv`)).text, name).not.to.contain(bench.slug);
      } finally {
        await site.close();
      }
    });

    it('are each described by a schema and by the dictionary, which leave no column out', async () => {
      const dictionary = JSON.parse((await bench.site.get('/donnees/dictionnaire.json')).text);
      for (const { name, columns } of dictionary.tables) {
        const schema = JSON.parse((await bench.site.get(`/donnees/${name}.schema.json`)).text);
        expect(schema.fields.map((field: { name: string }) => field.name)).to.deep.equal(
          columns.map((column: { name: string }) => column.name),
        );
      }
      const csv = (await bench.site.get('/donnees/dictionnaire.csv')).text;
      expect(csv).to.contain('centimes d’euro').and.contain('instructions;titre;texte;');
      expect((await bench.site.get('/donnees/users.csv')).status).to.equal(404);
    });
  });
});
