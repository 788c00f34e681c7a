import { expect } from 'chai';
import { findBox } from '../../src/render/figure-box.ts';

const figure = (painting: string) => `q\n.5 0 0 -.5 0 100 cm\n/Figure <</MCID 3 >>BDC\n${painting}\nEMC\nQ\n`;

describe('the place of a figure', () => {
  it('is the box around what its marked content paints, through every change of place and size', () => {
    expect(findBox(figure('q 2 0 0 2 10 20 cm 1 2 m 5 2 l 5 7 l h f Q'), 3)).to.deep.equal([6, 83, 10, 88]);
  });

  it('holds rectangles, curves and images', () => {
    expect(findBox(figure('10 20 30 40 re f'), 3)).to.deep.equal([5, 70, 20, 90]);
    expect(findBox(figure('q 8 0 0 8 2 2 cm /I1 Do Q'), 3)).to.deep.equal([1, 95, 5, 99]);
  });

  it('comes back to what was in force before it', () => {
    const opened = 'q 2 0 0 2 0 0 cm q 9 0 0 9 0 0 cm\n/Figure <</MCID 3 >>BDC Q 1 1 4 4 re f EMC Q';
    expect(findBox(opened, 3)).to.deep.equal([2, 2, 10, 10]);
  });

  it('leaves out what is painted elsewhere', () => {
    const before = '/P <</MCID 2 >>BDC 900 900 m 950 950 l S EMC\n';
    expect(findBox(before + figure('0 0 2 2 re f') + '700 700 9 9 re f', 3)).to.deep.equal([0, 99, 1, 100]);
    expect(findBox(before + figure('BT (1 2 m) Tj ET'), 3)).to.equal(undefined);
    expect(findBox(before, 3)).to.equal(undefined);
  });
});
