import { expect } from 'chai';
import { frenchOf } from '../../../src/web/browser/editor/french.ts';

/** Types a text character by character, as the editor does. */
function typed(text: string): string {
  let written = '';
  for (const character of text) {
    const french = frenchOf(written, character);
    written =
      french === undefined
        ? written + character
        : written.slice(0, written.length - french.removes) + french.insert;
  }
  return written.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');
}

describe('French as one types', () => {
  for (const [keys, french] of [
    [`L'accord "utile" : oui !`, 'L’accord «~utile~»~: oui_!'],
    ['« utile »', '«~utile~»'],
    ['Vraiment ? Non ; si.', 'Vraiment_? Non_; si.'],
    ['à 12:30, voir https://a.example/?b=1', 'à 12:30, voir https://a.example/?b=1'],
    ['12 000 €', '12_000_€'],
    ['soit 1 234 567,89 € en tout', 'soit 1_234_567,89_€ en tout'],
    ['80 % et 80% aussi', '80_% et 80_% aussi'],
    ['en 2026 150 personnes', 'en 2026 150 personnes'],
    ['le 12 2026', 'le 12 2026'],
    ['01 40 20 50 50', '01 40 20 50 50'],
    ['12 km, 3 h.', '12_km, 3_h.'],
    ['12 mois', '12 mois'],
    ['loi n° 70', 'loi n°~70'],
    ['/a%20b', '/a%20b'],
    ['le DEP-75 100 fois', 'le DEP-75 100 fois'],
  ] as const) {
    it(`« ${keys} » becomes « ${french} »`, () => expect(typed(keys)).to.equal(french));
  }
});
