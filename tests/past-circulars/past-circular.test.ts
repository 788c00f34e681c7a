import { expect } from 'chai';
import { issuerOf, keptNor, oddityOfNor, slugOf } from '../../src/past-circulars/past-circular.ts';

describe('the issuer’s name of the time', () => {
  const on = (signedOn: string) => issuerOf({ signedOn, year: undefined });
  const about = (year: number | undefined) => issuerOf({ signedOn: undefined, year });

  it('is MILDT until the eve of 11 March 2014, MILDECA from that day', () => {
    expect([on('2014-03-10'), on('2014-03-11')]).to.deep.equal(['MILDT', 'MILDECA']);
  });

  it('goes by the signature, whatever year the circular is about', () => {
    expect(issuerOf({ signedOn: '2013-12-20', year: 2014 })).to.equal('MILDT');
    expect(issuerOf({ signedOn: '2014-10-20', year: 2013 })).to.equal('MILDECA');
  });

  it('goes by the year where that leaves no doubt', () => {
    expect([about(1999), about(2013), about(2015)]).to.deep.equal(['MILDT', 'MILDT', 'MILDECA']);
  });

  it('is not known for 2014 without a day, nor without a year', () => {
    expect([about(2014), about(undefined)]).to.deep.equal([undefined, undefined]);
  });
});

describe('a NOR number', () => {
  it('is joined when it can be one, and kept as it is written otherwise', () => {
    expect(keptNor('prmx 09 00123 c')).to.equal('PRMX0900123C');
    expect(keptNor(' PRM 9/123 ')).to.equal('PRM 9/123');
  });

  it('is odd when it cannot be one, or is of another year than the signature', () => {
    expect(oddityOfNor('PRM 9/123', undefined)).to.equal('nor-grammar');
    expect(oddityOfNor('PRMX0900123C', '2010-01-02')).to.equal('nor-year');
    expect(oddityOfNor('PRMX0900123C', '2009-12-02')).to.equal(undefined);
    expect(oddityOfNor('PRMX0900123C', undefined)).to.equal(undefined);
  });
});

describe('an address', () => {
  it('is the year, then the title’s words without the year again', () => {
    expect(slugOf({ title: 'Orientations 2009 : prévention, œuvre & l’École', year: 2009 })).to.equal(
      '2009-orientations-prevention-oeuvre-l-ecole',
    );
  });

  it('says that the year is not known', () => {
    expect(slugOf({ title: 'Emploi des crédits', year: undefined })).to.equal('sans-date-emploi-des-credits');
  });

  it('ends with a whole word', () => {
    const slug = slugOf({ title: 'conduites addictives '.repeat(20), year: 2009 });
    expect(slug)
      .to.match(/^2009(-conduites|-addictives)+$/)
      .and.have.lengthOf.below(81);
  });
});
