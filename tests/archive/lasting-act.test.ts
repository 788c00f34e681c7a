import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { createKeeping } from '../../src/archive/keeping.ts';
import type { SigningPort } from '../../src/drafts/ports.ts';
import { recogniseDocument } from '../../src/drafts/recognition.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { Signing } from '../../src/signing/signing.ts';
import { openRoom, take } from '../drafts/drafting-room.ts';
import { asFile, lastSignature, letter, pdfsig, run } from '../signing/signed-files.ts';
import { openYears } from '../signing/years.ts';

/** What openssl says of the last timestamp of a file, at an instant. */
function opensslAccepts(
  pdf: Uint8Array,
  trust: { rootPem: string; issuingPem: string },
  at: string,
): boolean {
  const { cms, signedBytes } = lastSignature(pdf);
  const args = ['ts', '-verify', '-token_in', '-in', asFile(cms), '-data', asFile(signedBytes)];
  args.push('-CAfile', asFile(trust.rootPem), '-untrusted', asFile(trust.issuingPem));
  args.push('-attime', String(Date.parse(at) / 1000));
  return spawnSync('openssl', args).status === 0;
}

describe('a signed act, through the years', function () {
  this.timeout(180_000);

  it('is renewed twice by schedule, and holds after the two first timestamp certificates ended', async () => {
    let signing: Signing;
    const port: SigningPort = {
      signAct: (...act) => signing.signAct(...act),
      seal: (...document) => signing.seal(...document),
      raise: (...file) => signing.raise(...file),
      verify: (file) => signing.verify(file),
      preflight: () => signing.preflight(),
    };
    const room = await openRoom({ signing: port, letterPdf: await letter() });
    const { database, journal, clock, instructions } = room;
    const years = await openYears(clock);
    const keepOn = async (day: string, exchange = years.usual) => {
      clock.moveTo(`${day}T10:00:00.000Z`);
      signing = years.roomWith(exchange);
      const log = silentLog;
      const deps = { database, readDatabase: database, journal, clock, log, instructions, signing };
      await createKeeping(deps).keepWhenDue();
      return (await instructions.renewedVersions(id)).length;
    };

    const { id } = await room.approved();
    signing = years.roomWith(years.usual);
    const { sha256, level } = take(await instructions.sign(room.people.nora, id));
    expect(level).to.equal('B-LTA');
    const signed = await (await instructions.signedVersion(id))!.pdf();

    const second = await years.withNewStamper(new Date('2038-06-01'), new Date('2040-06-01T10:00:00Z'));
    const third = await years.withNewStamper(new Date('2040-01-01'), new Date('2041-11-01T10:00:00Z'));
    const counts = [
      await keepOn('2026-12-08'),
      await keepOn('2038-07-01'),
      await keepOn('2038-07-02', second),
      await keepOn('2039-07-02', second),
      await keepOn('2040-03-01', third),
    ];
    expect(counts).to.deep.equal([0, 0, 1, 1, 2]);

    const [copy, earlier] = await Promise.all([2, 1].map((number) => instructions.renewedPdf(id, number)));
    for (const [longer, shorter] of [
      [copy!, earlier!],
      [earlier!, signed],
    ] as const)
      expect(Buffer.from(longer.subarray(0, shorter.length)).equals(shorter)).to.equal(true);

    clock.moveTo('2041-06-01T10:00:00.000Z');
    const reports = await Promise.all([signed, earlier!, copy!].map((file) => years.verify(file)));
    const verdicts = reports.map(({ verdict }) => verdict);
    expect(verdicts).to.deep.equal(['indeterminate', 'indeterminate', 'valid-with-additions']);
    const report = reports[2]!;
    expect(report.signatures.map(({ kind, level, reasons }) => [kind, level, reasons])).to.deep.equal([
      ['signature', 'B-LTA', []],
      ['timestamp', null, []],
      ['timestamp', null, []],
      ['timestamp', null, []],
    ]);

    expect(opensslAccepts(copy!, years, '2041-06-01T10:00:00Z')).to.equal(true);
    expect(opensslAccepts(earlier!, years, '2041-06-01T10:00:00Z')).to.equal(false);
    expect(opensslAccepts(earlier!, years, '2040-03-01T10:00:00Z')).to.equal(true);
    expect(pdfsig(copy!)).to.contain('Signature is Valid');
    expect(run('qpdf', '--check', asFile(copy!))).to.contain('No syntax or stream encoding errors');

    expect((await instructions.signedVersion(id))?.sha256).to.equal(sha256);
    const known = await recogniseDocument(database, [report.sha256, ...report.revisions]);
    expect(known).to.include({ document: 'renewed', whole: true });
    await room.close();
  });
});
