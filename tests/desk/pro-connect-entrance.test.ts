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
    const { desk, identify, prefectures } = await openDesk();
    const contact = (await prefectures.findOffice('OFF-33'))?.contacts[0];
    const email = (contact?.address ?? '').toUpperCase();
    const reply = await identify({ ...camille, email }, '/guichet/instructions/x');
    expect(reply).to.include({ kind: 'session', holder: 'office', to: '/guichet/instructions/x' });
    const token = reply.kind === 'session' ? (reply.token ?? '') : '';
    const office = (await desk.sessions.find(token))?.office;
    expect(office).to.include({ id: 'OFF-33', strength: 'proconnect' });
    expect(office?.holder).to.eql({ givenName: 'Camille', familyName: 'Ferrand' });
  });

  it('enters for none when nobody checked that address, nor when two offices have it', async () => {
    const { identify, prefectures, database } = await openDesk();
    const contact = (await prefectures.findOffice('OFF-33'))?.contacts[0];
    const email = contact?.address ?? '';
    const unchecked = await identify({ ...camille, email, emailVerified: false });
    expect(unchecked.kind).to.equal('redirect');
    const other = (await prefectures.findOffice('OFF-34'))?.contacts[0];
    await database('contact_details').where({ contact_id: other?.id }).update({ address: email });
    expect((await identify({ ...camille, email })).kind).to.equal('redirect');
  });

  it('proves the office with one code, and is known from then on while its mailbox is the same', async () => {
    const { desk, ask, here, identify, lastCode, database, typesOf } = await openDesk();
    const identityToken = identityTokenOf(await identify(camille));
    const asked = await ask({ officeId: 'OFF-75', identityToken });
    const entered = await desk.entering.enter(here(asked?.token), await lastCode());
    if (entered.state !== 'entered') throw new Error(entered.state);
    expect((await desk.sessions.find(entered.token))?.office).to.include({
      ...{ id: 'OFF-75', strength: 'proconnect' },
    });
    expect(await typesOf('office:OFF-75')).to.include('office.agent-bound');
    expect(JSON.stringify(await database('office_agents'))).not.to.contain('sub-1');
    expect(await identify(camille)).to.include({ kind: 'session' });
    // Another identity provider may give the same name to somebody else.
    const namesake = { ...camille, idpId: 'idp-2' };
    expect((await identify(namesake)).kind).to.equal('redirect');

    await database('contacts').where({ office_id: 'OFF-75' }).update({ ended_on: '2026-12-01' });
    expect((await identify(camille)).kind).to.equal('redirect');
  });

  it('cannot lend that identity: its address means nothing in another browser', async () => {
    const { desk, ask, identify, lastCode, database } = await openDesk();
    const identityToken = identityTokenOf(await identify(camille));
    const bindings = ['cookie-of-whoever-was-sent-the-address'];
    expect(await desk.entering.identityIn({ token: identityToken, bindings })).to.equal(undefined);
    // Whoever follows it enters as their office, under nobody's name, and binds nobody to it.
    const asked = await ask({ identityToken, bindings });
    const ticket = { token: asked?.token ?? '', bindings };
    const entered = await desk.entering.enter(ticket, await lastCode());
    if (entered.state !== 'entered') throw new Error(entered.state);
    const office = (await desk.sessions.find(entered.token))?.office;
    expect(office).to.include({ id: 'OFF-01', strength: 'code' });
    expect(await database('office_agents')).to.eql([]);
  });

  it('is led to the offices’ own pages, wherever it wanted to go', async () => {
    const { identify } = await openDesk();
    for (const next of ['//other.example', 'https://other.example', '/instructions', '/guichetier'])
      expect(await identify(camille, next)).to.satisfy((reply: Reply) =>
        reply.kind === 'redirect' ? reply.to.endsWith('suite=%2Fguichet') : false,
      );
  });
});
