import { expect } from 'chai';
import { alarmOf } from '../../src/signing/keeping.ts';
import { asFile, letter, run } from './signed-files.ts';
import { openYears } from './years.ts';

const said = { signatoryName: 'Camille Roy', reason: 'Signature' };
describe('keeping a signed file', function () {
  this.timeout(180_000);

  it('it outlives its signer’s certificate, and the timestamp’s once that was renewed in time', async () => {
    const years = await openYears();
    const room = years.roomWith(years.usual);
    const { pdf } = await room.signAct(await letter(), said);
    expect((await room.keptUntil(pdf))?.until.toISOString()).to.equal('2038-11-22T10:00:00.000Z');

    years.clock.moveTo('2038-09-01T10:00:00.000Z');
    expect(await room.keptUntil(pdf)).to.include({ alarm: 90 });
    expect((await years.verify(pdf)).signatures[0]).to.include({ level: 'B-LTA', trusted: true });
    const next = years.roomWith(
      await years.withNewStamper(new Date('2038-06-01'), new Date('2041-06-01T10:00:00Z')),
    );
    const renewed = await next.renew(pdf);
    expect(Buffer.from(renewed.pdf.subarray(0, pdf.length)).equals(pdf)).to.equal(true);
    expect(run('qpdf', '--check', asFile(renewed.pdf))).to.contain('No syntax or stream encoding errors');
    expect(await next.keptUntil(renewed.pdf)).to.deep.equal({
      until: new Date('2041-06-01T10:00:00Z'),
      archived: true,
      awaited: false,
    });

    years.clock.moveTo('2040-01-01T10:00:00.000Z');
    expect((await years.verify(pdf)).valid).to.equal(false);
    const report = await years.verify(renewed.pdf);
    expect(report.signatures.map(({ kind, level, reasons }) => ({ kind, level, reasons }))).to.deep.equal([
      { kind: 'signature', level: 'B-LTA', reasons: [] },
      { kind: 'timestamp', level: null, reasons: [] },
      { kind: 'timestamp', level: null, reasons: [] },
    ]);
    expect(report.valid).to.equal(true);
  });

  it('below B-LTA it is brought there, for as long as its timestamp or its signer’s certificate holds', async () => {
    const years = await openYears();
    const room = years.roomWith(years.usual);
    for (const [level, end] of [
      ['B-B', '2036-11-22'],
      ['B-T', '2038-11-22'],
    ] as const) {
      const lower = years.roomWith(years.usual, level);
      const { pdf } = await lower.signAct(await letter(), said);
      const until = new Date(`${end}T10:00:00.000Z`);
      expect(await lower.keptUntil(pdf), level).to.deep.equal({ until, archived: false, awaited: false });
      expect(await room.keptUntil(pdf), level).to.deep.equal({ until, archived: false, awaited: true });
      const archived = await room.renew(pdf);
      expect(archived.until.toISOString()).to.equal('2038-11-22T10:00:00.000Z');
      expect(await room.keptUntil(archived.pdf)).to.include({ archived: true, awaited: false });
      expect((await years.verify(archived.pdf)).signatures[0]).to.include({ level: 'B-LTA' });
    }
  });

  it('tells who gives timestamps today, and until when theirs hold', async () => {
    const years = await openYears();
    const authority = await years.roomWith(years.usual).timestampAuthority();
    expect(authority).to.deep.include({ until: new Date('2038-11-22T10:00:00.000Z') });
    expect(authority!.name).to.contain('Horodatage');
    const silent = years.roomWith(() => Promise.reject(new Error('the cable was cut')));
    const failure = await silent.timestampAuthority().catch((error: unknown) => error);
    expect(failure).to.be.an('error');
  });

  it('is not renewed too late, nor without an archive timestamp, nor once it was altered', async () => {
    const years = await openYears();
    const room = years.roomWith(years.usual);
    const { pdf } = await room.signAct(await letter(), said);
    const refusalOf = (file: Uint8Array) => room.renew(file).catch((error: unknown) => error);
    expect(await refusalOf(await letter())).to.include({ messageKey: 'signing.refusal.nothing-to-renew' });
    expect(await refusalOf(pdf.with(600, pdf[600]! ^ 1))).to.include({
      messageKey: 'signing.refusal.not-verifiable',
    });
    years.clock.moveTo('2038-12-01T10:00:00.000Z');
    expect(await room.keptUntil(pdf)).to.include({ alarm: 'ended' });
    expect(await refusalOf(pdf)).to.include({ messageKey: 'signing.refusal.renewal-too-late' });
  });

  it('tells 90, 30 and 7 days before an end', () => {
    const end = new Date('2027-06-01T00:00:00Z');
    for (const [day, alarm] of [
      ['2027-03-02', undefined],
      ['2027-03-03', 90],
      ['2027-05-02', 30],
      ['2027-05-24', 30],
      ['2027-05-25', 7],
      ['2027-06-01', 'ended'],
    ] as const) {
      expect(alarmOf(end, new Date(day)), day).to.equal(alarm);
    }
  });
});

describe('« prêt à signer ? »', function () {
  this.timeout(180_000);

  it('names the level of each key, its end that comes, the service that is away', async () => {
    const years = await openYears();
    const room = years.roomWith(years.usual);
    expect(
      (await room.preflight()).map(({ mark, level, problem, alarm }) => [mark, level, problem, alarm]),
    ).to.deep.equal([
      ['signature', 'B-LTA', undefined, undefined],
      ['seal', 'B-LTA', undefined, undefined],
    ]);
    years.clock.moveTo('2036-11-01T10:00:00.000Z');
    expect((await room.preflight()).map(({ alarm }) => alarm)).to.deep.equal([30, 30]);
    years.clock.moveTo('2036-12-01T10:00:00.000Z');
    expect((await room.preflight()).map(({ problem, alarm }) => [problem, alarm])).to.deep.equal([
      ['signing.refusal.certificate-expired', 'ended'],
      ['signing.refusal.certificate-expired', 'ended'],
    ]);
    years.clock.moveTo('2026-12-01T10:00:00.000Z');
    const cut = years.roomWith(() => Promise.reject(new Error('the cable was cut')));
    expect((await cut.preflight())[0]!.problem).to.equal('signing.service.revocation');
  });
});
