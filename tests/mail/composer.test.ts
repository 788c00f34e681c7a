import { expect } from 'chai';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMailComposer, encodePart, type InstructionMail } from '../../src/mail/mail.ts';

const templatesFolder = 'templates/mail';

function anInstructionMail(changes: Partial<InstructionMail> = {}): InstructionMail {
  return {
    title: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
    officeName: 'préfecture de l’Ain',
    deadlineOn: '2026-12-21',
    link: 'https://circulaires.example/p/SECRET?a=1&b=2',
    verifyLink: 'https://circulaires.example/verifier',
    mark: 'signature',
    signatory: { name: 'Camille Durand', function: 'présidente de la MILDECA' },
    signedAt: '2026-12-07T13:30:00.000Z',
    pdf: { name: 'instruction-2027.pdf', size: 312_400, sha256: 'ab12'.repeat(16) },
    ...changes,
  };
}

/** What a reader sees of an HTML mail. */
function visible(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return body
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#x3D;', '=')
    .replace(/[ \n]+/g, ' ');
}

describe('the mail that brings an instruction', () => {
  const production = createMailComposer({ templatesFolder, demonstration: false });
  const demonstration = createMailComposer({ templatesFolder, demonstration: true });

  it('has a subject that says who, what, and by when', () => {
    expect(production.instruction(anInstructionMail()).subject).to.equal(
      '[MILDECA] Instruction «\u00a0Chefs de projets 2027\u00a0»\u00a0: accusé de réception attendu le 21/12/2026',
    );
  });

  it('says what is to be sent back, where and by when, and to a copy nothing of it', () => {
    const asked = [{ title: 'Feuille de route régionale', dueOn: '2027-03-01' }];
    const { text, html } = production.instruction(anInstructionMail({ asked }));
    for (const said of [text, visible(html)])
      expect(said).to.match(/Feuille de route régionale, au plus tard le 1er\s*mars\s*2027/);
    expect(text).to.contain('https://circulaires.example/guichet');
    const copy = production.instruction(anInstructionMail({ asked, isCopy: true }));
    expect(copy.text + copy.html).not.to.contain('Feuille de route');
  });

  it('says the same in text and in HTML', () => {
    const mail = anInstructionMail({
      summary: 'Orientations et crédits',
      regionName: 'Bretagne',
      contact: { name: 'Jean Martin', telephone: '01 00 00 00 00' },
    });
    const { text, html } = production.instruction(mail);
    const facts = [
      'Instruction «\u00a0Chefs de projets 2027\u00a0»',
      'préfecture de l’Ain',
      '21\u00a0décembre\u00a02026',
      'présidente de la MILDECA',
    ];
    facts.push(
      '14\u202fh\u202f30',
      mail.link,
      mail.verifyLink,
      'instruction-2027.pdf',
      '312\u00a0Ko',
      mail.pdf.sha256,
    );
    facts.push(
      'Consulter et accuser réception',
      'https://circulaires.example/',
      'Jean Martin',
      '01 00 00 00 00',
    );
    facts.push('Orientations et crédits', 'Bretagne', 'signature électronique', 'répondre à ce message');
    for (const fact of facts) {
      expect(text, fact).to.contain(fact);
      expect(visible(html), fact).to.contain(fact);
    }
  });

  it('never says « signée » of a document that bears only the seal', () => {
    const { text, html } = production.instruction(anInstructionMail({ mark: 'seal' }));
    for (const body of [text, html]) {
      expect(body).to.contain('cachet électronique');
      expect(body).to.not.match(/signée|signature électronique/);
    }
  });

  it('says of a paper that was signed by hand that its PDF is a sealed copy', () => {
    const mail = anInstructionMail({ mark: 'seal', byHandOn: '2026-12-03' });
    const { text, html } = production.instruction(mail);
    for (const body of [text, visible(html)].map((each) => each.replace(/[ \n]+/g, ' '))) {
      expect(body).to.contain(
        'Elle est signée à la main, le 3\u00a0décembre\u00a02026, par Camille Durand, présidente de la MILDECA. ' +
          'Le PDF en est la copie numérisée, scellée par le service.',
      );
      expect(body).to.contain('Le PDF porte un cachet électronique');
      expect(body).to.not.match(/signature électronique|7\u00a0décembre/);
    }
  });

  it('names the seal that is not the service’s own', () => {
    const { text, html } = production.instruction(
      anInstructionMail({ mark: 'seal', sealName: 'Cachet du ministère' }),
    );
    for (const body of [text, html]) expect(body).to.contain('Cachet du ministère');
  });

  it('takes the encoded attachment itself as its document', async () => {
    const pdf = await encodePart({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') });
    expect(production.instruction(anInstructionMail({ pdf })).text).to.contain(pdf.sha256);
  });

  it('is marked in a demonstration, and only there', () => {
    for (const part of Object.values(demonstration.instruction(anInstructionMail()))) {
      expect(part).to.contain('Démonstration, sans valeur');
    }
    for (const part of Object.values(production.instruction(anInstructionMail()))) {
      expect(part).to.not.contain('émonstration');
    }
  });

  it('loads nothing and runs nothing: no image, script, font or style from elsewhere', () => {
    const { html } = demonstration.instruction(anInstructionMail());
    expect(html).to.not.match(/<(img|script|link|iframe|form|input|style|object)\b|url\(|@import/i);
    expect(html).to.match(/^<!doctype html>\n<html lang="fr">/);
  });

  it('escapes what it is given in HTML, and leaves it as it is in text', () => {
    const { text, html } = production.instruction(anInstructionMail({ title: '<b>A & B</b>' }));
    expect(html).to.contain('&lt;b&gt;A &amp; B&lt;/b&gt;').and.not.contain('<b>A');
    expect(text).to.contain('<b>A & B</b>');
  });

  for (const [replaces, said] of [
    [true, 'remplace le texte suivant'],
    [false, 'modifie le texte suivant'],
  ] as const) {
    it(`says that a rectificatif ${said}, what changes, and asks again`, () => {
      const corrects = {
        replaces,
        title: 'Le premier texte',
        signedOn: '2026-12-04',
        changes: 'Deux montants.',
      };
      const { text, html } = production.instruction(anInstructionMail({ corrects }));
      for (const part of [text, html.replace(/<[^>]+>/g, '')]) {
        const words = part.replaceAll(/\s+/g, ' ');
        expect(words)
          .to.contain(said)
          .and.contain('Le premier texte, du 4 décembre 2026')
          .and.contain('Deux montants.');
        expect(words).to.contain('nouvel accusé');
      }
      const copy = production.instruction(anInstructionMail({ corrects, isCopy: true }));
      expect(copy.text).to.contain('Deux montants.').and.not.contain('nouvel accusé');
    });
  }

  it('puts French spaces before double punctuation and inside guillemets', () => {
    const corrects = { replaces: true, title: 'T', signedOn: '2026-12-04', changes: 'C' };
    for (const part of Object.values(demonstration.instruction(anInstructionMail({ corrects })))) {
      const words = part.replace(/https?:\/\/\S+|style="[^"]*"|<[^>]+>/g, '');
      expect(words).to.not.match(/[^\u202f\u00a0]»| [;:!?»]|[a-zé](?:[;!?]|:(?!\/\/))|« /);
    }
  });
});

describe('mail templates', () => {
  it('stop the start when they name what nobody declared', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mail-templates-'));
    cpSync(templatesFolder, folder, { recursive: true });
    const file = join(folder, 'instruction.text.hbs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('{{pdf.name}}', '{{pdf.nom}}'));
    expect(() => createMailComposer({ templatesFolder: folder, demonstration: true })).to.throw(
      /instruction\.text\.hbs:\d+: .*pdf\.nom/,
    );
    rmSync(folder, { recursive: true });
  });
});

describe('the answer that a person writes', () => {
  const written = {
    subject: 'Re\u00a0: <Instruction>',
    text: 'Bonjour,\n\nMerci <b>beaucoup</b>.\nÀ bientôt.',
  };

  it('says the same in text and in HTML, where nothing of it is markup', () => {
    const { subject, text, html } = createMailComposer({ templatesFolder, demonstration: false }).answer(
      written,
    );
    expect(subject).to.equal(written.subject);
    expect(text.trim()).to.equal(written.text);
    expect(html).to.contain('Merci &lt;b&gt;beaucoup&lt;/b&gt;.<br>').and.contain('Bonjour,<br>');
  });

  it('of a demonstration says that it is one', () => {
    const { subject, text, html } = createMailComposer({ templatesFolder, demonstration: true }).answer(
      written,
    );
    for (const part of [subject, text, html]) expect(part).to.contain('Démonstration, sans valeur');
  });
});
