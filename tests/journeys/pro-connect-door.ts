import { expect } from 'chai';
import { acrValues, agent, altered, type startOpenIdServer } from '../accounts/openid-server.ts';
import { createKeyboard } from './keyboard.ts';
import type { Visitor } from './visitor.ts';

type OpenIdServer = Awaited<ReturnType<typeof startOpenIdServer>>;

/** What the server of the identities does wrong, or the person, and what the page then says. */
const faults: [said: string, spoil: (openId: OpenIdServer) => void][] = [
  ['Identification abandonnée', ({ state }) => (state.present = undefined)],
  ['Identification trop faible', ({ state }) => (state.present = agent({}, acrValues.weak))],
  [
    'Réponse de ProConnect écartée',
    ({ state }) =>
      (state.faults.token = (idToken) => altered(idToken, (claims) => ({ ...claims, sub: 'x' }))),
  ],
];

/**
 * Somebody of an office goes through ProConnect's door: what goes wrong is said, then the office is proved by
 * one code, then ProConnect is enough; both sessions are left. `look` judges each page as it stands.
 */
export async function goThroughProConnect(given: {
  openId: OpenIdServer;
  visitor: Visitor;
  officeId: string;
  page: string;
  readCode(): Promise<string>;
  look(): Promise<void>;
}): Promise<void> {
  const { openId, visitor, officeId, page: wanted, look } = given;
  const { press, reach, type } = createKeyboard(visitor.page);
  const button = 'S’identifier avec ProConnect';
  for (const [said, spoil] of faults) {
    openId.state.present = agent();
    spoil(openId);
    await visitor.open(wanted);
    await press(button);
    expect(visitor.path()).to.equal('/connexion/proconnect/retour');
    expect(await visitor.text()).to.contain(said);
    await look();
    await press('Entrer autrement');
    expect(visitor.path(), 'the other way in').to.equal('/guichet/entrer');
    openId.state.faults = {};
    // Whoever comes next was not identified yet: the server's own cookies begin so.
    const context = visitor.page.browserContext();
    await context.deleteCookie(...(await context.cookies()).filter(({ name }) => name.startsWith('_')));
  }

  openId.state.present = agent({ given_name: 'Odile', usual_name: 'Vernet' });
  await press(button);
  expect(await visitor.text()).to.contain('Bonjour Odile Vernet');
  expect(visitor.path()).to.equal('/guichet/entrer');
  await look();
  await reach('office');
  await visitor.page.select('[name=office]', officeId);
  await press('Recevoir un code');
  await type('code', await given.readCode());
  await press('Entrer');
  expect(visitor.path()).to.equal(wanted);
  expect(await visitor.text()).to.contain('Odile Vernet');
  await look();

  await leave();
  await press(button);
  expect(visitor.path(), 'known from then on').to.equal(wanted);
  await leave();

  /** Of both: the first time, proved by a code, as every other. */
  async function leave(): Promise<void> {
    await press('Quitter');
    // By three pages that lead on by themselves.
    const closed = 'Vos sessions d’Estafette et de ProConnect sont fermées';
    await visitor.page.waitForFunction(`document.body?.innerText.includes('${closed}')`);
    await look();
    await visitor.open(wanted);
    expect(visitor.path(), 'nobody is in any more').to.equal('/guichet/entrer');
  }
}
