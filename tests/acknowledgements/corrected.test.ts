import { expect } from 'chai';
import { createAcknowledgementsRoutes } from '../../src/acknowledgements/acknowledgements-routes.ts';
import type { Correction } from '../../src/acknowledgements/ports.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { openTestSite } from '../site.ts';
import { createSentLetter, jeanne } from './sent-letter.ts';

const rectificatif = 'Instruction « Chefs de projets 2027 », rectificatif n° 1';
const changes = 'Les montants de la Bretagne sont corrigés.';

describe('a letter that a rectificatif corrects', () => {
  let letter: Awaited<ReturnType<typeof createSentLetter>>;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let corrections: Correction[];

  beforeEach(async () => {
    corrections = [];
    letter = await createSentLetter({ correctionsOf: async () => corrections });
    const messages = loadMessages('templates/messages');
    site = await openTestSite({
      routes: createAcknowledgementsRoutes({ ...letter, messages, contact: 'mildeca@pm.example' }),
    });
  });
  afterEach(async () => {
    await site.close();
    await letter.close();
  });

  const correct = (relation: Correction['relation']) =>
    corrections.push({ relation, title: rectificatif, changes, sentOn: '2026-12-18' });
  const record = () =>
    letter.acknowledgements.record(letter.ain, { ...jeanne, formKey: 'form-key-of-twenty-characters' });

  it('says so at its top, with what changes and where the other comes from, and can still be read', async () => {
    correct('replaces');
    const { text } = await site.get(`/accuse/${letter.ain}`);
    expect(text).to.contain('Ce texte est remplacé').and.to.contain(rectificatif).and.to.contain(changes);
    expect(text).to.contain('avec son propre lien').and.to.contain('Les chantiers prioritaires');
    expect(text).not.to.contain('<form').and.not.to.contain('rectificatif-1');
    expect((await site.get(`/accuse/${letter.ain}/document.pdf`)).status).to.equal(200);
  });

  it('takes no acknowledgement once it is replaced, even from a form opened before', async () => {
    correct('replaces');
    expect(await record()).to.deep.equal({ state: 'not-asked' });
    expect(await letter.count('acknowledgements')).to.equal(0);
  });

  it('keeps showing the acknowledgement that was given before', async () => {
    expect((await record()).state).to.equal('recorded');
    correct('replaces');
    const { text } = await site.get(`/accuse/${letter.ain}`);
    expect(text).to.contain('Jeanne Morel').and.to.contain('Texte remplacé');
  });

  it('asks for nothing once another act repeals it, and names that act', async () => {
    correct('repeals');
    const { text } = await site.get(`/accuse/${letter.ain}`);
    expect(text)
      .to.contain('Ce texte est abrogé')
      .and.to.contain(rectificatif)
      .and.to.contain('Texte abrogé');
    expect(text).not.to.contain('<form').and.not.to.contain('celui qui le remplace');
    expect(await record()).to.deep.equal({ state: 'not-asked' });
  });

  it('still asks for it when it is only amended', async () => {
    correct('amends');
    const { text } = await site.get(`/accuse/${letter.ain}`);
    expect(text).to.contain('Ce texte est modifié').and.to.contain('<form');
    expect((await record()).state).to.equal('recorded');
  });
});

describe('the letter of a rectificatif', () => {
  it('says what it corrects and what changes', async () => {
    const corrects = {
      relation: 'replaces' as const,
      title: 'Le premier texte',
      signedOn: '2026-12-04',
      changes,
    };
    const letter = await createSentLetter({ version: { corrects } });
    const messages = loadMessages('templates/messages');
    const site = await openTestSite({
      routes: createAcknowledgementsRoutes({
        ...letter,
        messages,
        contact: 'mildeca@pm.example',
      }),
    });
    const { text } = await site.get(`/accuse/${letter.ain}`);
    expect(text)
      .to.contain('C’est un rectificatif')
      .and.to.contain('Le premier texte')
      .and.to.contain(changes);
    expect(text).to.contain('4 décembre 2026').and.to.contain('<form');
    await site.close();
    await letter.close();
  });
});
