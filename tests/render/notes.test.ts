import { expect } from 'chai';
import { placeNotes } from '../../src/render/notes.ts';
import { textOfHtml } from '../../src/render/section-html.ts';

const written = (words: string) => `<span class="note">${words}</span>`;

describe('the notes of a section', () => {
  it('are left out of a text that has none', () => {
    expect(placeNotes('<p>a</p>', 1)).to.deep.equal({ html: '<p>a</p>', notes: 0 });
  });

  it('are called by their number and stand at its end, each leading to the other', () => {
    expect(placeNotes(`<p>a${written('b <em>c</em>')} d</p><p>e${written('f')}</p>`, 4)).to.deep.equal({
      html:
        '<p>a<sup><a id="appel-4" href="#note-4">4</a></sup> d</p><p>e<sup><a id="appel-5" href="#note-5">5</a></sup></p>' +
        '<ol class="notes"><li id="note-4"><p><a href="#appel-4">4.</a> b <em>c</em></p></li>' +
        '<li id="note-5"><p><a href="#appel-5">5.</a> f</p></li></ol>',
      notes: 2,
    });
  });

  it('are told apart when two are called at the same place', () => {
    const { html } = placeNotes(`<p>a${written('b')}${written('c')}</p>`, 1);
    expect(html.replace(/<[^>]*>/g, '')).to.equal('a1, 21. b2. c');
  });

  it('stand in brackets in the text that tools read', () => {
    const { html } = placeNotes(`<p>a${written('b')}${written('c')} d</p>`, 1);
    expect(textOfHtml(html)).to.equal('a [1] [2] d\n1. b\n2. c');
  });
});
