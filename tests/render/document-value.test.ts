import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { toDocumentValue } from '../../src/render/document-value.ts';
import { loadTemplates } from '../../src/render/load-template.ts';
import { createTemplateFolder, soundManifest } from './template-folder.ts';

const messages = loadMessages('templates/messages');
const letter = loadTemplates(createTemplateFolder())[0];
if (letter === undefined) throw new Error('no template');
const { manifest, fill } = letter;

const fields = { year: '2027', subject: 'Objet' };
const text = { key: 'texte', title: 'Le texte', html: '<h2>Titre</h2><p>Bonjour</p>' };

function valueOf(changes: Partial<Parameters<typeof toDocumentValue>[1]> = {}) {
  return toDocumentValue(manifest, { fields, sections: [text], mark: 'frozen', ...changes }, messages);
}

function failureOf(changes: Parameters<typeof valueOf>[0]): AppError {
  try {
    valueOf(changes);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it was accepted');
}

describe('what a document is filled with', () => {
  it('takes its title from the fields, and its sections in the template’s order', () => {
    const annex = { key: 'annexe', title: 'Une annexe', html: '<p>x</p>' };
    const value = valueOf({ sections: [annex, { key: 'suite', title: 'Suite', html: '<p>y</p>' }, text] });
    expect(value.title).to.equal('Lettre 2027');
    expect(value.sections.map(({ key, number }) => [key, number])).to.deep.equal([
      ['texte', 1],
      ['suite', 2],
    ]);
    expect(value.annexes.map(({ key, number }) => [key, number])).to.deep.equal([['annexe', 1]]);
  });

  it('puts a section’s own headings under the section’s title', () => {
    expect(valueOf().sections[0]?.html).to.equal('<h3>1.1. Titre</h3><p>Bonjour</p>');
  });

  it('leaves an empty optional section out', () => {
    const value = valueOf({ sections: [text, { key: 'suite', title: 'Suite', html: '<p></p>' }] });
    expect(value.sections).to.have.length(1);
  });

  it('is refused, frozen, when something required is empty, and names it', () => {
    expect(failureOf({ fields: { year: '2027', subject: ' ' } })).to.deep.include({
      code: 'invalid',
      messageKey: 'render.incomplete',
      params: { what: 'Objet' },
    });
    expect(failureOf({ sections: [] }).params).to.deep.equal({ what: 'Le texte' });
    expect(failureOf({ sections: [{ ...text, html: '<p> </p>' }] }).params).to.deep.equal({
      what: 'Le texte',
    });
  });

  it('shows, in a preview, what is missing', () => {
    const html = fill(valueOf({ mark: 'preview', fields: { year: '2027' }, sections: [] }));
    expect(html).to.contain('[à compléter\u00a0: Objet]').and.to.contain('[vide]');
  });

  it('is refused when the template has no such field or section', () => {
    expect(failureOf({ fields: { ...fields, colour: 'blue' } }).code).to.equal('internal');
    expect(failureOf({ sections: [text, { key: 'autre', title: 'x', html: '' }] }).code).to.equal('internal');
  });

  it('escapes what a person typed', () => {
    const html = fill(valueOf({ fields: { year: '2027', subject: '<script>alert("1")</script> & l’eau' } }));
    expect(html).to.contain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; l’eau');
    const titled = fill(valueOf({ sections: [{ ...text, title: '<b>x</b>' }] }));
    expect(titled).to.contain('1. &lt;b&gt;x&lt;/b&gt;');
  });

  it('is refused when a section’s HTML is not of the closed set that we write', () => {
    const refused = [
      '<script>x</script>',
      '<p onclick="x">y</p>',
      '<p style="color: red">y</p>',
      '<img src="x">',
      '<a href="javascript:alert(1)">x</a>',
      '<a href="https://x.example" target="_blank">x</a>',
      '<P><IFRAME></P>',
      '<p',
      '<!-- x -->',
      '<svg/onload=x>',
      '<h1>x</h1>',
    ];
    for (const html of refused) {
      expect(failureOf({ sections: [{ ...text, html }] }).code, html).to.equal('internal');
    }
    const accepted =
      '<p>a <strong>b</strong> <em>c</em><br>d &lt;script&gt;</p><ul><li><p>e</p></li></ul><ol start="3"><li><p>f</p></li></ol>' +
      '<p><a href="https://x.example/?a=1&amp;b=2">g</a> <a href="mailto:a@x.example">h</a></p><h4>i</h4>';
    expect(valueOf({ sections: [{ ...text, html: accepted }] }).sections[0]?.html).to.contain('<h5>i</h5>');
  });

  it('previews every template with nothing filled in, and says what is missing', () => {
    for (const installed of loadTemplates('templates/instructions')) {
      const content = { fields: { year: '2027' }, sections: [], mark: 'preview' as const };
      const html = installed.fill(toDocumentValue(installed.manifest, content, messages));
      expect(html, installed.template.name).to.contain('à compléter').and.not.to.contain('Invalid Date');
    }
  });

  it('gives a body the parts of a person, the lines of a list, the cells of a table', () => {
    const typed = soundManifest.replace(
      'sections:\n',
      `  - { key: contact, label: Contact, type: person, required: true }
  - { key: total, label: Total, type: amount }
  - { key: files, label: Pièces, type: list }
  - { key: dates, label: Dates, type: table, columns: [{ key: on, label: Le, type: date }, { key: cost, label: Coût, type: amount }] }
sections:
`,
    );
    const [compiled] = loadTemplates(
      createTemplateFolder({
        manifest: typed,
        body: `{{fields.contact.name}} ({{fields.contact.mail}}) {{#if fields.total}}{{amount fields.total}}{{/if}}
{{#each fields.files}}[{{line}}]{{/each}}{{#each fields.dates}}<{{day on}} {{amount cost}}>{{/each}}`,
      }),
    );
    if (compiled === undefined) throw new Error('no template');
    const print = (given: Record<string, string>, mark: 'frozen' | 'preview') =>
      compiled
        .fill(
          toDocumentValue(
            compiled.manifest,
            { fields: { ...fields, ...given }, sections: [text], mark },
            messages,
          ),
        )
        .replaceAll(/[\u00a0\u202f]/g, ' ');
    const given = {
      contact: '{"function":"","mail":"c@x.example","name":"A & B","telephone":""}',
      total: '1250',
      files: '["Un","Deux"]',
      dates: '[{"cost":"100","on":"2027-01-01"}]',
    };
    expect(print(given, 'frozen')).to.equal(
      'A &amp; B (c@x.example) 12,50 €\n[Un][Deux]<1er janvier 2027 1 €>',
    );
    expect(print({}, 'preview')).to.equal('[à compléter : Contact] () \n');
    expect(() => print({}, 'frozen')).to.throw(AppError);
  });
});
