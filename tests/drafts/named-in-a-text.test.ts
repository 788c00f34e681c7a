import { expect } from 'chai';
import { toHtml } from '../../src/drafts/section-html.ts';
import {
  isBlank,
  isPlain,
  parseSectionText,
  toPlainText,
  type SectionText,
} from '../../src/drafts/section-text.ts';

type Json = Record<string, unknown>;
const text = (value: string): Json => ({ type: 'text', text: value });
const paragraph = (...content: Json[]): Json => ({ type: 'paragraph', content });
const doc = (...content: Json[]): Json => ({ type: 'doc', content });

function read(json: unknown): SectionText {
  const outcome = parseSectionText(json);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

describe('what a section only names: pictures, sections, acts', () => {
  const image = (attrs: Json): Json => ({
    type: 'image',
    attrs: { sha256: 'a'.repeat(64), alt: 'Une carte', ...attrs },
  });
  const act = (attrs: Json): Json => ({
    type: 'actReference',
    attrs: { instructionId: '0'.repeat(36), label: 'Un <acte>', ...attrs },
  });
  const refer = (target: unknown): Json => ({ type: 'crossReference', attrs: { target } });

  it('prints what it names as it is found where it is printed, and says what is not', () => {
    const named = read(
      doc(paragraph(refer('credits'), text(' et '), refer('rien'), act({})), image({ width: 4, height: 2 })),
    );
    const places = {
      imageAddress: (sha256: string) => `/images/${sha256.length}`,
      titleOfSection: (key: string) => (key === 'credits' ? 'Les « crédits »' : undefined),
    };
    expect(toHtml(named, places)).to.equal(
      '<p><a class="reference" href="#rubrique-credits">Les « crédits »</a> et <span class="missing">[?]</span>Un &lt;acte&gt;</p>' +
        '<p class="figure"><img src="/images/64" alt="Une carte" width="4" height="2"></p>',
    );
    expect(toHtml(named)).to.contain('<p><span class="missing">[?]</span> Une carte</p>');
    expect(toPlainText(named)).to.equal(' et Un <acte>\n\n[Une carte]');
    expect(isPlain(named)).to.equal(false);
    expect(isBlank(read(doc(image({}))))).to.equal(false);
  });

  const cases: [string, unknown, string][] = [
    ['an image without alternative text', doc(image({ alt: ' ' })), 'drafts.text.no-alternative'],
    [
      'an image with an alternative text that is no text',
      doc(image({ alt: 4 })),
      'drafts.text.no-alternative',
    ],
    [
      'an image with an address',
      doc(image({ src: 'https://a.example/x.png' })),
      'drafts.text.unknown-element',
    ],
    ['an image whose name is no hash', doc(image({ sha256: '../x' })), 'drafts.text.not-allowed'],
    ['an image wider than any', doc(image({ width: 1e9 })), 'drafts.text.not-allowed'],
    ['an image in a paragraph', doc(paragraph(image({}))), 'drafts.text.not-allowed'],
    ['an alternative text that reads backwards', doc(image({ alt: 'a\u202eb' })), 'drafts.text.not-allowed'],
    ['a reference to no key', doc(paragraph(refer('"><script>'))), 'drafts.text.not-allowed'],
    ['a reference to nothing', doc(paragraph({ type: 'crossReference' })), 'drafts.text.not-allowed'],
    ['an act without words', doc(paragraph(act({ label: '' }))), 'drafts.text.not-allowed'],
    ['an act that is no act', doc(paragraph(act({ instructionId: 4 }))), 'drafts.text.not-allowed'],
    [
      'a reference in a heading',
      doc({ type: 'heading', attrs: { level: 2 }, content: [refer('credits')] }),
      'drafts.text.not-allowed',
    ],
  ];
  for (const [what, json, key] of cases) {
    it(`is refused when it is ${what}`, () => {
      const outcome = parseSectionText(json);
      expect(outcome.ok ? undefined : outcome.errors[0]?.key).to.equal(key);
    });
  }
});
