import { expect } from 'chai';
import { createAcknowledgementsRoutes } from '../../src/acknowledgements/acknowledgements-routes.ts';
import { createAcknowledgementText } from '../../src/acknowledgements/acknowledgement-text.ts';
import type { OpenLetter } from '../../src/acknowledgements/acknowledgements.ts';
import type { SignedVersion } from '../../src/acknowledgements/ports.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openTestSite } from '../site.ts';
import { createSentLetter, jeanne } from './sent-letter.ts';

const messages = loadMessages(new URL('../../templates/messages', import.meta.url).pathname);
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
/** Signed with a pen on the 3rd, its scan sealed here on the 4th. */
const pen = { mark: 'seal', how: 'by-hand', signedOn: '2026-12-03' };

describe('an office’s page about an act that was signed otherwise', () => {
  const text = createAcknowledgementText(messages);
  const letterOf = (version: Partial<SignedVersion>) =>
    ({
      version: {
        ...{ slug: '2027', title: 'T', sha256: 'a', signedAt: '2026-12-04T09:15:00.000Z' },
        ...{ signatoryName: 'Nicolas Prisse', signedOn: '2026-12-04', how: 'here', mark: 'signature' },
        ...version,
      },
      link: { officeName: 'Ain', timeZone: 'Europe/Paris' },
    }) as OpenLetter;
  const said = (version: Partial<SignedVersion>) => plain(text.signedWords(letterOf(version)));

  it('says « signé à la main le …, copie scellée » of a scan, with the day of the pen', () => {
    expect(said(pen)).to.match(
      /^Signé à la main par Nicolas Prisse le 3 décembre 2026, copie scellée du cachet du service le vendredi 4/,
    );
    expect(said({ ...pen, signatoryName: null })).to.match(
      /^Signé à la main le 3 décembre 2026, copie scellée/,
    );
    const sentence = plain(text.sentenceBefore(letterOf(pen)));
    expect(sentence).to.contain('signé à la main le 3 décembre 2026, dont la copie est scellée');
    expect(text.documentName(letterOf(pen))).to.equal('2027-copie-scellee.pdf');
  });

  it('names the seal that was put outside, and no person for the service’s own', () => {
    const seal = { mark: 'seal', how: 'outside', signatoryName: 'Cachet du ministère' };
    expect(said(seal)).to.match(/^Scellé du cachet « Cachet du ministère » le/);
    expect(said({ mark: 'seal', how: 'here' })).to.match(/^Scellé du cachet du service le/);
    expect(said({ how: 'outside' })).to.match(/^Signé par Nicolas Prisse, le/);
  });

  it('shows the same from the letter to the receipt, and never an electronic signature', async function () {
    this.timeout(180_000);
    const letter = await createSentLetter({ version: pen });
    const routes = createAcknowledgementsRoutes({ ...letter, messages, contact: 'a@b.example' });
    const site = await openTestSite({ routes });
    try {
      const address = `/accuse/${letter.ain}`;
      const page = await site.get(address);
      expect(plain(page.text))
        .to.contain('Signé à la main par Nicolas Prisse le 3 décembre 2026, copie scellée')
        .and.contain('Télécharger la copie scellée')
        .and.contain('L’original est le papier signé à la main')
        .and.not.match(/signature électronique|signé électroniquement|PDF signé/);
      const formKey = /name="formKey" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const done = await site.send(address, { formKey, ...jeanne });
      const receipt = await site.get(done.headers.get('location') ?? '');
      expect(plain(receipt.text))
        .to.contain('signé à la main le 3 décembre 2026, dont la copie est scellée')
        .and.not.match(/signature électronique|PDF signé/);
    } finally {
      await letter.close();
      await site.close();
    }
  });
});
