import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Knex } from 'knex';
import { Secret, TOTP } from 'otpauth';
import { createTestDatabase } from '../database.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { createKeyboard } from '../journeys/keyboard.ts';
import { overflowOf } from '../journeys/measuring.ts';
import { openBrowser } from '../journeys/visitor.ts';
import { createEntering, createEnteringSite, password } from './entering.ts';

describe('the pages of the second factor, in a browser', function () {
  this.timeout(180_000);
  const clock = createFixedClock();
  let database: Knex;
  let server: Server;
  let origin: string;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  before(async () => {
    browser = await openBrowser();
    database = await createTestDatabase();
    const parts = await createEntering({ database, clock });
    await parts.join('odile.vernet');
    server = createServer(await createEnteringSite({ ...parts, proConnect: undefined, offices: undefined }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await database.destroy();
  });

  it('are walked by keyboard alone on a telephone without a script, and break no rule of accessibility', async () => {
    const visitor = await browser.visit(origin, { width: 320, height: 640 });
    const { page } = visitor;
    await page.setJavaScriptEnabled(false);
    const { press, type } = createKeyboard(page);
    const textsOf = (selector: string) =>
      page.$$eval(selector, (all) => all.map(({ textContent }) => textContent?.trim() ?? ''));
    async function look(heading: string): Promise<void> {
      expect(await textsOf('h1')).to.deep.equal([heading]);
      expect(await visitor.violations()).to.deep.equal([]);
      expect(await overflowOf(page), heading).to.equal(0);
    }
    async function signIn(): Promise<void> {
      await visitor.open('/connexion?suite=%2Fmon-compte');
      await type('login', 'odile.vernet');
      await type('password', password);
      await press('Se connecter');
    }
    const shown = (secret: string) =>
      TOTP.generate({
        secret: Secret.fromBase32(secret.replaceAll(' ', '')),
        timestamp: clock.now().getTime(),
      });

    await signIn();
    await type('code', '000000');
    await press('Vérifier le code');
    expect(await visitor.text()).to.contain('Ce code n’est pas le bon');
    await look('Mettre en place votre second facteur');
    const [secret = ''] = await textsOf('.es-secret');
    await type('code', shown(secret));
    await press('Vérifier le code');
    await look('Vos codes de secours');
    const [code = ''] = await textsOf('.es-secret');
    await press('Mes codes sont en lieu sûr, continuer');
    expect(visitor.path()).to.equal('/mon-compte');

    await page.browserContext().deleteCookie(...(await page.browserContext().cookies()));
    await signIn();
    await look('Donner votre code');
    await press('Je n’ai pas mon téléphone : employer un code de secours');
    await type('code', 'abcd');
    await press('Se connecter');
    await look('Employer un code de secours');
    await type('code', code);
    await press('Se connecter');
    await type('code', '000000');
    await press('Remplacer mes codes de secours');
    await look('Mon compte');
    await visitor.leave();
  });

  it('say that the time is over, and where to begin again', async () => {
    const visitor = await browser.visit(origin);
    await visitor.open('/connexion/codes-de-secours');
    expect(await visitor.text()).to.contain('Connexion à recommencer');
    expect(await visitor.violations()).to.deep.equal([]);
    await visitor.leave();
  });
});
