import { expect } from 'chai';
import { markArtifacts } from '../../src/render/content-stream.ts';

describe('what a page paints outside of its tags', () => {
  it('is marked as an artifact, text by text', () => {
    expect(markArtifacts('q\nBT\n/F1 9 Tf <0102> Tj\nET\nQ\n')).to.equal(
      'q\n/Artifact BMC\nBT\n/F1 9 Tf <0102> Tj\nET\nEMC\n\nQ\n',
    );
  });

  it('is marked from the first operand of a path to its painting', () => {
    expect(markArtifacts('0 0 0 rg\n1 2 3 4 re\nf\n')).to.equal(
      '0 0 0 rg\n/Artifact BMC\n1 2 3 4 re\nf\nEMC\n\n',
    );
    expect(markArtifacts('1 2 m 3 4 l S')).to.equal('/Artifact BMC\n1 2 m 3 4 l S\nEMC\n');
  });

  it('is marked when it is an image or a shading', () => {
    expect(markArtifacts('q /X1 Do Q')).to.equal('q /Artifact BMC\n/X1 Do\nEMC\n Q');
    expect(markArtifacts('/S1 sh')).to.equal('/Artifact BMC\n/S1 sh\nEMC\n');
  });

  it('leaves what is tagged as it is', () => {
    const tagged = '/P <</MCID 0 >>BDC\nBT\n(a) Tj\nET\n1 2 3 4 re f\nEMC\n';
    expect(markArtifacts(tagged)).to.equal(tagged);
    const nested = '/P <</MCID 0>> BDC /Span BMC BT ET EMC 1 2 3 4 re f EMC';
    expect(markArtifacts(nested)).to.equal(nested);
  });

  it('marks what stands between two tags, and nothing else', () => {
    const marked = markArtifacts('/P <</MCID 0>>BDC BT ET EMC BT ET /P <</MCID 1>>BDC BT ET EMC');
    expect(marked).to.equal(
      '/P <</MCID 0>>BDC BT ET EMC /Artifact BMC\nBT ET\nEMC\n /P <</MCID 1>>BDC BT ET EMC',
    );
  });

  it('is not misled by operators that stand in a string, a name or a comment', () => {
    for (const content of [
      '/P BMC (ET EMC \\) BT) Tj EMC',
      '/P BMC /EMC gs EMC',
      '% BT\n/P BMC EMC',
      '/P BMC (a(EMC)b) Tj EMC',
    ]) {
      expect(markArtifacts(content)).to.equal(content);
    }
  });

  it('keeps what a ligature stands for inside of the artifact that it is in', () => {
    const text = 'BT <01> Tj /Span<</ActualText (fi) >> BDC <02> Tj EMC <03> Tj ET';
    expect(markArtifacts(text)).to.equal(`/Artifact BMC\n${text}\nEMC\n`);
  });

  it('is refused when it does not close what it opens', () => {
    expect(() => markArtifacts('BT (a) Tj')).to.throw('does not close');
    expect(() => markArtifacts('/P BMC')).to.throw('does not close');
    expect(() => markArtifacts('BT /P BMC ET EMC')).to.throw('inside of an untagged object');
    expect(() => markArtifacts('BI /W 1 ID x EI')).to.throw('inline images');
  });
});
