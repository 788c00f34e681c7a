import { expect } from 'chai';
import { createMailComposer } from '../../src/mail/mail.ts';

const composer = createMailComposer({ templatesFolder: 'templates/mail', demonstration: false });
const link = `https://circulaires.example/accuse/${'k'.repeat(43)}`;
const common = {
  title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
  verifyLink: 'https://circulaires.example/verifier',
  pdf: { name: '2027.pdf', size: 312_400, sha256: 'ab12'.repeat(16) },
};
const reminded = (reminder = {}) =>
  composer.reminder({
    ...{ ...common, link, officeName: 'préfecture de l’Ain', deadlineOn: '2026-12-21', mark: 'signature' },
    ...{ signatory: { name: 'C. Durand', function: 'présidente' }, signedAt: '2026-12-07T13:30:00.000Z' },
    reminder: { number: 2, acknowledged: 98, asked: 106, isLate: true, ...reminder },
  });
const wordsOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, '’')
    .replace(/\s+/g, ' ');

describe('a reminder', () => {
  it('says that it is one, its number, and what was received, in text and in HTML', () => {
    const { subject, text, html } = reminded();
    expect(subject)
      .to.match(/^\[MILDECA\] Relance n° 2\s: Instruction/)
      .and.to.contain('21/12/2026');
    for (const words of [text, wordsOf(html)]) {
      expect(words).to.contain('Ce message est une').and.to.contain('relance');
      expect(words).to.contain('98 préfectures sur 106 ont accusé réception');
      expect(words).to.contain(link).and.to.contain(common.pdf.sha256);
    }
  });

  it('speaks of one, of none, and of a deadline that is to come', () => {
    expect(reminded({ acknowledged: 1 }).text).to.contain('1 préfecture sur 106 a accusé réception');
    expect(reminded({ acknowledged: 0 }).text).to.contain('Aucune préfecture sur 106');
    expect(reminded({ isLate: false }).text).to.contain(
      'est attendu au plus tard le 21\u00a0décembre\u00a02026',
    );
    expect(reminded().text).to.contain('était attendu au plus tard');
  });
});

describe('a letter', () => {
  const letter = { ...common, subject: 'Accusé de réception', body: 'Madame,\n\nUn <b>.\n– deux\n\nMerci.' };

  it('holds what a person wrote, paragraph by paragraph, and no office’s link unless it is given', () => {
    const { subject, text, html } = composer.letter({ ...letter, isAttached: true });
    expect(subject).to.equal('[MILDECA] Accusé de réception');
    expect(text).to.contain('Madame,\n\nUn <b>.\n– deux\n\nMerci.\n');
    expect(html).to.contain('Un &lt;b&gt;.<br>– deux');
    expect(text + html).not.to.contain('/accuse/');
    expect(text).to.contain('joint à ce message');
    expect(composer.letter({ ...letter, link, isAttached: false }).text)
      .to.contain(link)
      .and.not.to.contain('joint à ce message');
  });
});
