import { expect } from 'chai';
import type { Reply } from '../../src/web/route.ts';
import { openDesk } from './open-desk.ts';

const camille = {
  ...{ idpId: 'idp-1', sub: 'sub-1', givenName: 'Camille', usualName: 'Ferrand' },
  ...{ email: 'camille.ferrand@interieur.example', emailVerified: true },
};

const identityTokenOf = (reply: Reply): string =>
  reply.kind === 'redirect'
    ? (new URL(reply.to, 'http://x').searchParams.get('identite') ?? '')
    : `none: ${reply.kind}`;

describe('somebody whom ProConnect tells, at an office’s door', () => {
  it('enters for the one office whose directory has their address, however it is written', async () => {
    const { desk, prefectures } = await openDesk();
    const contact = (await prefectures.findOffice('OFF-33'))?.contacts[0];
    const email = (contact?.address ?? '').toUpperCase();
    const reply = await desk.enterWithProConnect({ ...camille, email }, '/guichet/instructions/x');
    expect(reply).to.include({ kind: 'session', holder: 'office', to: '/guichet/instructions/x' });
    const token = reply.kind === 'session' ? (reply.token ?? '') : '';
    const office = (await desk.sessions.find(token))?.office;
    expect(office).to.include({ id: 'OFF-33', strength: 'proconnect' });
    expect(office?.holder).to.eql({ givenName: 'Camille', familyName: 'Ferrand' });
  });

  it('enters for none when nobody checked that address, nor when two offices have it', async () => {
    const { desk, prefectures, database } = await openDesk();
    const contact = (await prefectures.findOffice('OFF-33'))?.contacts[0];
    const email = contact?.address ?? '';
    const unchecked = await desk.enterWithProConnect({ ...camille, email, emailVerified: false }, '/guichet');
    expect(unchecked.kind).to.equal('redirect');
    const other = (await prefectures.findOffice('OFF-34'))?.contacts[0];
    await database('contact_details').where({ contact_id: other?.id }).update({ address: email });
    expect((await desk.enterWithProConnect({ ...camille, email }, '/guichet')).kind).to.equal('redirect');
  });

  it('proves the office with one code, and is known from then on while its mailbox is the same', async () => {
    const { desk, ask, lastCode, database, typesOf } = await openDesk();
    const identityToken = identityTokenOf(await desk.enterWithProConnect(camille, '/guichet'));
    const asked = await ask({ officeId: 'OFF-75', identityToken });
    const entered = await desk.entering.enter(asked?.token ?? '', await lastCode());
    if (entered.state !== 'entered') throw new Error(entered.state);
    expect((await desk.sessions.find(entered.token))?.office).to.include({
      ...{ id: 'OFF-75', strength: 'proconnect' },
    });
    expect(await typesOf('office:OFF-75')).to.include('office.agent-bound');
    expect(JSON.stringify(await database('office_agents'))).not.to.contain('sub-1');
    expect(await desk.enterWithProConnect(camille, '/guichet')).to.include({ kind: 'session' });
    // Another identity provider may give the same name to somebody else.
    const namesake = { ...camille, idpId: 'idp-2' };
    expect((await desk.enterWithProConnect(namesake, '/guichet')).kind).to.equal('redirect');

    await database('contacts').where({ office_id: 'OFF-75' }).update({ ended_on: '2026-12-01' });
    expect((await desk.enterWithProConnect(camille, '/guichet')).kind).to.equal('redirect');
  });

  it('is led to the offices’ own pages, wherever it wanted to go', async () => {
    const { desk } = await openDesk();
    for (const next of ['//other.example', 'https://other.example', '/instructions', '/guichetier'])
      expect(await desk.enterWithProConnect(camille, next)).to.satisfy((reply: Reply) =>
        reply.kind === 'redirect' ? reply.to.endsWith('suite=%2Fguichet') : false,
      );
  });
});
