import { expect } from 'chai';
import { boxAround, frames, shapes, wholeMap } from '../../../src/dispatch/following/france-map.ts';
import { findPlace } from '../../../src/prefectures/places.ts';
import { officesOfFrance } from '../../../src/prefectures/offices-of-france.ts';

/** The extent of a path, walked as a drawing program does: lines and the ends of curves. */
function extentOf(path: string): [number, number, number, number] {
  let [x, y] = [0, 0];
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [, command = '', rest = ''] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const values = (rest.match(/-?(\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const taken = { h: 1, v: 1, c: 6, s: 4, z: 0 }[command.toLowerCase()] ?? 2;
    const relative = command === command.toLowerCase();
    for (let at = 0; taken > 0 && at < values.length; at += taken) {
      const pair = values.slice(at, at + taken);
      if (command.toLowerCase() === 'h') x = (relative ? x : 0) + (pair[0] ?? 0);
      else if (command.toLowerCase() === 'v') y = (relative ? y : 0) + (pair[0] ?? 0);
      else [x, y] = [(relative ? x : 0) + (pair.at(-2) ?? 0), (relative ? y : 0) + (pair.at(-1) ?? 0)];
      xs.push(x);
      ys.push(y);
    }
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const inside = (
  [left, top, right, bottom]: readonly number[],
  [outerLeft, outerTop, outerRight, outerBottom]: readonly number[],
) =>
  (left ?? NaN) >= (outerLeft ?? NaN) &&
  (top ?? NaN) >= (outerTop ?? NaN) &&
  (right ?? NaN) <= (outerRight ?? NaN) &&
  (bottom ?? NaN) <= (outerBottom ?? NaN);

describe('the map of France', () => {
  it('has one place to reach for each of the 106 offices', () => {
    const reached = shapes.filter(({ repeated }) => !repeated).map(({ code }) => code);
    const codes = officesOfFrance.map(({ id }) => findPlace(id)?.code);
    expect(reached.toSorted()).to.deep.equal(codes.toSorted());
  });

  it('draws everything within its own extent', () => {
    for (const { code, path } of shapes)
      expect(inside(extentOf(path), [0, 0, 1010, 1220]), code).to.equal(true);
  });

  it('puts what is far away, or too small, in a frame of its own, above its words', () => {
    for (const { codes, box, words } of frames) {
      for (const code of codes) {
        const drawn = shapes.filter((shape) => shape.code === code && !shape.repeated);
        expect(drawn, code).to.have.length(1);
        expect(inside(extentOf(drawn[0]?.path ?? ''), box), words.join(' ')).to.equal(true);
      }
    }
  });

  it('draws the four departments near Paris larger, without losing their place', () => {
    const widthOf = (path: string) => {
      const [left, , right] = extentOf(path);
      return right - left;
    };
    for (const code of ['75', '92', '93', '94']) {
      const [inPlace, inFrame] = shapes.filter((shape) => shape.code === code);
      expect(inPlace?.repeated).to.equal(true);
      expect(widthOf(inFrame?.path ?? '')).to.be.greaterThan(3 * widthOf(inPlace?.path ?? ''));
    }
  });

  it('fills itself with a region: its departments, with some air; the whole for nothing', () => {
    const [left, top, right, bottom] = boxAround(['2A', '2B']);
    expect([left, top, right, bottom]).to.deep.equal([918, 822, 1022, 1022]);
    expect(boxAround(['971'])[0]).to.be.lessThan(10);
    expect(boxAround([])).to.deep.equal(wholeMap);
  });
});
