import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { z } from 'zod';
import { openApiPath } from '../../src/direct-access/openapi.ts';
import { resources } from '../../src/direct-access/resources.ts';
import { openDirectAccess, publicUrl, type DirectAccessBench } from './direct-access-bench.ts';

describe('the direct access', function () {
  // The whole dispatch of an instruction stands before it.
  this.timeout(180_000);
  let bench: DirectAccessBench;
  let token: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is served is looked at as a program would
  let document: any;

  before(async () => {
    bench = await openDirectAccess();
    await bench.send();
    token = await bench.token();
    document = (await bench.ask('/api/v1/openapi.json')).json;
  });
  after(() => bench.close());

  /** Holds an answer against what the document says of its address and of its status. */
  function expectDocumented(
    path: string,
    { status, type, json }: { status: number; type: string; json: unknown },
  ) {
    const told = document.paths[path].get.responses[String(status)];
    const { content } = told.$ref === undefined ? told : document.components.responses.probleme;
    const [media] = type.split(';');
    expect(Object.keys(content), path).to.include(media);
    const { schema } = content[media ?? ''];
    const whole = schema.$ref === undefined ? schema : document.components.schemas.probleme;
    const read = z.fromJSONSchema(whole).safeParse(json);
    expect(read.error?.message, `${path} ${status}`).to.equal(undefined);
  }

  it('serves a document that the authors of OpenAPI’s schema accept', async () => {
    const checked = await new Validator().validate(structuredClone(document));
    expect(checked.errors ?? []).to.deep.equal([]);
    expect([checked.valid, document.openapi]).to.deep.equal([true, '3.1.0']);
  });

  it('documents every route of the room that asks for a token, and nothing else', () => {
    const served = bench.routes
      .filter(({ access }) => access === 'bearer')
      .map(({ path }) => openApiPath(path));
    expect(Object.keys(document.paths).toSorted()).to.deep.equal(served.toSorted());
  });

  it('answers every resource as its document says, and tells the same in its refusals', async () => {
    for (const { path, says } of resources) {
      if (says === 'document') continue;
      const address = `${path.replace(':slug', bench.slug)}${says === 'search' ? '?q=pr%C3%A9venir' : ''}`;
      const answer = await bench.ask(address, token);
      expect(answer.status, `${address} ${answer.text}`).to.equal(200);
      expectDocumented(openApiPath(path), answer);
      expectDocumented(openApiPath(path), await bench.ask(address));
      expectDocumented(
        openApiPath(path),
        await bench.ask(`${address}${says === 'search' ? '&' : '?'}x=1`, token),
      );
      expectDocumented(openApiPath(path), await bench.ask(address, token, { method: 'DELETE' }));
    }
  });

  it('tells one instruction with all its parts, and gives its signed act as it was signed', async () => {
    const { json } = await bench.ask(`/api/v1/instructions/${bench.slug}`, token);
    expect(json.instruction).to.include({ adresse: bench.slug, annee: 2027, etat: 'dispatched' });
    expect(json.versions_signees).to.have.length(1);
    expect(json.document).to.equal(`${publicUrl}/api/v1/instructions/${bench.slug}/document.pdf`);
    const file = await bench.ask(new URL(json.document).pathname, token);
    expect([file.status, file.type]).to.deep.equal([200, 'application/pdf']);
  });

  it('gives a list page after page, each row once, in bounded pages', async () => {
    const whole = (await bench.ask('/api/v1/envois?limite=1000', token)).json.lignes;
    expect(whole).to.have.length(106);
    const read: unknown[] = [];
    let address: string | null = '/api/v1/envois?limite=40&annee=2027';
    while (address !== null) {
      const { json }: { json?: { lignes: unknown[]; suite: string | null } } = await bench.ask(
        address,
        token,
      );
      expect(json?.lignes.length).to.be.at.most(40);
      read.push(...(json?.lignes ?? []));
      address = json?.suite?.slice(publicUrl.length) ?? null;
    }
    expect(read).to.deep.equal(whole);
    expect((await bench.ask('/api/v1/envois?annee=2031', token)).json).to.deep.include({
      lignes: [],
      suite: null,
    });
    for (const wrong of ['limite=0', 'limite=1001', 'apres=zzz', 'apres=WyJhIiwiYiJd', 'annee=deux', 'x=1'])
      expect((await bench.ask(`/api/v1/envois?${wrong}`, token)).status, wrong).to.equal(422);
  });

  it('finds what the pages find, and refuses what they refuse', async () => {
    const { json } = await bench.ask(`/api/v1/recherche?q=${encodeURIComponent('prévenir')}`, token);
    expect(json.total).to.be.greaterThan(0);
    expect(json.resultats[0].adresse).to.match(new RegExp(`^${publicUrl}/`));
    const long = await bench.ask(`/api/v1/recherche?q=${'a'.repeat(9000)}`, token);
    expect([long.status, long.json.refus]).to.deep.equal([200, 'too-long']);
  });

  it('only reads, lets no other site read for it, and answers HEAD without a body', async () => {
    const path = '/api/v1/instructions';
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { status, type, headers } = await bench.ask(path, token, { method });
      expect([status, type.split(';')[0], headers.get('allow')], method).to.deep.equal([
        ...[405, 'application/problem+json', 'GET, HEAD'],
      ]);
    }
    const head = await bench.ask(path, token, { method: 'HEAD' });
    expect([head.status, head.text]).to.deep.equal([200, '']);
    const { headers } = await bench.ask(path, token, { headers: { origin: 'https://ailleurs.example' } });
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    expect(headers.getSetCookie()).to.deep.equal([]);
    expect(headers.get('cache-control')).to.equal('no-store');
  });

  it('answers problems where nothing is, however the address is written', async () => {
    for (const path of [
      '/api/v1/rien',
      '/API/V1/rien',
      '/api',
      '/api/v1/instructions/rien',
      '/api/v2/instructions',
    ]) {
      const { status, type, json } = await bench.ask(path, token);
      expect([status, type.split(';')[0]], path).to.deep.equal([404, 'application/problem+json']);
      expect(json).to.include({ status: 404, type: `${publicUrl}/donnees/api#not-found` });
    }
    const malformed = await bench.ask('/api/v1/%E0%A4%A', token);
    expect([malformed.status, malformed.json.title]).to.deep.equal([400, 'Adresse mal formée']);
    expect((await bench.ask('/api/v1//instructions', token)).status).to.equal(404);
  });
});
