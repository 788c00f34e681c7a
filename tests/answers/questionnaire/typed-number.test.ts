import { expect } from 'chai';
import { mostUnits } from '../../../src/answers/questionnaire/definition.ts';
import { readDay } from '../../../src/answers/questionnaire/typed-day.ts';
import {
  readAmount,
  readPercentage,
  readWhole,
  writeScaled,
} from '../../../src/answers/questionnaire/typed-number.ts';

const amount = (text: string) => readAmount(text, mostUnits);

describe('an amount typed in a questionnaire', () => {
  for (const [text, cents] of Object.entries({
    '8 412,50 €': 841_250,
    '8\u202f412,50\u00a0€': 841_250,
    '8412,5': 841_250,
    '8412.5': 841_250,
    '8412.50': 841_250,
    '8412': 841_200,
    ' 12 euros ': 1200,
    '0': 0,
    '8 412 415': 841_241_500,
    '0,01': 1,
  })) {
    it(`« ${text} » is ${cents} cents`, () => {
      expect(amount(text)).to.deep.equal({ value: cents });
    });
  }

  for (const [text, fault] of Object.entries({
    '-5': 'negative',
    '−5 €': 'negative',
    '8.412': 'point',
    '1.234.567': 'point',
    '1.234,50': 'point',
    '12,345': 'decimals',
    '84 12': 'not-a-number',
    '12 k€': 'not-a-number',
    douze: 'not-a-number',
    ',50': 'not-a-number',
    '1e5': 'not-a-number',
    '10 000 000 000,01': 'too-large',
    '99999999999999999999': 'too-large',
  })) {
    it(`« ${text} » is refused: ${fault}`, () => {
      expect(amount(text)).to.deep.equal({ fault });
    });
  }

  it('is written back as it may be typed again, whatever it is', () => {
    for (const cents of [0, 1, 10, 99, 100, 841_250, 841_241_500, mostUnits]) {
      expect(amount(writeScaled(cents, { grouped: false }))).to.deep.equal({ value: cents });
      expect(amount(`${writeScaled(cents, { grouped: true })}\u00a0€`)).to.deep.equal({ value: cents });
    }
  });
});

describe('other numbers and days typed in a questionnaire', () => {
  it('whole numbers have no decimals, percentages have two at most', () => {
    expect(readWhole('1 250', mostUnits)).to.deep.equal({ value: 1250 });
    expect(readWhole('12,0', mostUnits)).to.deep.equal({ value: 12 });
    expect(readWhole('12,5', mostUnits)).to.deep.equal({ fault: 'not-whole' });
    expect(readWhole('12,345', mostUnits)).to.deep.equal({ fault: 'not-whole' });
    expect(readPercentage('12,5 %', mostUnits)).to.deep.equal({ value: 1250 });
    expect(readPercentage('80', mostUnits)).to.deep.equal({ value: 8000 });
  });

  it('days are those of the calendar, as a browser or a person writes them', () => {
    expect(['2026-12-07', '7/12/2026', '07.12.26', '07-12-2026'].map(readDay)).to.deep.equal(
      Array.from({ length: 4 }, () => '2026-12-07'),
    );
    expect(['31/02/2026', '2026-13-01', 'demain', '7/12'].map(readDay)).to.deep.equal(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});
