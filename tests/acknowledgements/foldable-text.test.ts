import { expect } from 'chai';
import { foldPerson } from '../../src/acknowledgements/acknowledgement.ts';
import { toFoldableHtml } from '../../src/acknowledgements/foldable-text.ts';
import { html } from './sent-letter.ts';

const words = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('the text that an office reads', () => {
  it('folds a part whose heading is a place that links lead to, as the template writes it', () => {
    const html = '<section class="part"> <h3 id="rubrique-contexte">1. Contexte</h3><p>a</p></section>';
    expect(toFoldableHtml(html)).to.equal(
      '<details class="es-fold" open><summary class="es-fold__title"><h3 id="rubrique-contexte">1. Contexte</h3></summary><div class="es-fold__text"><p>a</p></div></details>',
    );
  });

  it('folds each section under its own title, and loses no word', () => {
    const folded = toFoldableHtml(html);
    expect(folded.match(/<details /g)).to.have.length(2);
    expect(folded.match(/<\/details>/g)).to.have.length(2);
    expect(folded).not.to.contain('<section');
    expect(words(folded)).to.equal(words(html));
  });

  it('is left as it is when it has no section', () => {
    expect(toFoldableHtml('<h2>Lettre</h2><p>Bonjour.</p>')).to.equal('<h2>Lettre</h2><p>Bonjour.</p>');
  });

  it('tells a picture by its words, whose bytes would weigh more than the page', () => {
    const picture =
      '<p class="figure"><img src="data:image/png;base64,AAAA" alt="Une carte" width="1" height="2"></p>';
    expect(toFoldableHtml(picture)).to.equal(
      '<p class="figure"><span class="es-image-told">Une carte</span></p>',
    );
  });

  it('does not tell other sites from which page they were opened', () => {
    expect(toFoldableHtml('<a href="https://a.example">a</a> <a href="#note">n</a>')).to.equal(
      '<a rel="noreferrer" href="https://a.example">a</a> <a href="#note">n</a>',
    );
  });
});

describe('a person', () => {
  const same = (a: string, b: string) =>
    foldPerson({ name: a, function: 'Préfète' }) === foldPerson({ name: b, function: 'prefete' });

  it('is the same in capitals, without accents, with other dashes, apostrophes and spaces', () => {
    expect(same('Anne-Élise d’Œuvry', "  ANNE ELISE  D'Œuvry ")).to.equal(true);
  });

  it('is another with another name, even if the words together are the same', () => {
    expect(same('Paul Morel', 'Paule Morel')).to.equal(false);
    expect(foldPerson({ name: 'Paul Chef', function: 'de projet' })).not.to.equal(
      foldPerson({ name: 'Paul', function: 'Chef de projet' }),
    );
  });
});
