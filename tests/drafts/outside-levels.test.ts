import { expect } from 'chai';
import { AppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { readPem } from '../../src/signing/certificate-chain.ts';
import type { Exchange } from '../../src/signing/http-exchange.ts';
import { stampPdf } from '../../src/signing/pades.ts';
import { createSigning, type Level } from '../../src/signing/signing.ts';
import { createTimestampClient } from '../../src/signing/timestamp-client.ts';
import { createVerification } from '../../src/signing/verification.ts';
import {
  asFile,
  clock,
  demonstrationKeys,
  letter,
  objectText,
  opensslAccepts,
  run,
  withRevision,
} from '../signing/signed-files.ts';
import { demonstrationExchange, demonstrationParty, trustedSigning } from '../signing/trusted-signing.ts';
import { keysOf, openRoom, take, type Room } from './drafting-room.ts';

/** As a network that is cut, for some addresses. */
function refusing(what: RegExp, exchange: Exchange): Exchange {
  return async (request) => {
    if (!what.test(request.url)) return exchange(request);
    throw new AppError('unavailable', 'nobody answers', { messageKey: 'signing.service.silent' });
  };
}

const said = { signatoryName: 'Nora', reason: 'Instruction' };

describe('the level of an act that was signed outside', function () {
  this.timeout(180_000);
  let keys: Awaited<ReturnType<typeof demonstrationKeys>>;
  let frozen: Uint8Array;
  let room: Room;

  before(async () => {
    keys = await demonstrationKeys();
    frozen = await letter();
  });
  afterEach(() => room.close());

  /** A room whose services are those of the card's own authority, but for what a test changes in them. */
  async function open(change: { asked?: Level; exchange?: (own: Exchange) => Exchange } = {}) {
    const { authority, signatory, seal, rootPem } = keys;
    if (authority === undefined) throw new Error('these keys have no services');
    const exchange = change.exchange?.(authority.exchange) ?? authority.exchange;
    const services = { ...authority, exchange, asked: change.asked, onFailure: 'refuse' as const };
    const signing = createSigning({ clock, signatory, seal, trust: rootPem, services, log: silentLog });
    const { verify } = createVerification({ rootsPem: rootPem, clock });
    room = await openRoom({ signing: { ...signing, verify }, letterPdf: frozen });
    room.clock.moveTo(clock.now().toISOString());
    const { id } = await room.approved();
    return {
      id,
      verify,
      bring: (file: Uint8Array) => room.instructions.signOutside(room.people.nora, id, { file }),
    };
  }

  /** What comes back from the card's own tool. */
  const signed = async (level: Level, pdf: Uint8Array) =>
    (await (await trustedSigning({ asked: level })).signAct(pdf, said)).pdf;
  const keptFile = async (id: string) =>
    (await (await room.instructions.signedVersion(id))?.pdf()) ?? new Uint8Array();

  it('is raised from B-B to that of the installation, by additions alone', async () => {
    const { id, bring, verify } = await open();
    const file = await signed('B-B', frozen);
    const record = take(await bring(file));
    expect(record).to.include({ how: 'outside', mark: 'signature', level: 'B-LTA' });
    const kept = await keptFile(id);
    expect(Buffer.from(kept.subarray(0, file.length)).equals(file)).to.equal(true);
    expect(opensslAccepts(kept.subarray(0, file.length), keys.rootPem)).to.equal(true);
    expect(run('qpdf', '--check', asFile(kept))).to.contain('No syntax or stream encoding errors');
    const report = await verify(kept);
    expect(report.signatures.map(({ kind, level }) => [kind, level])).to.deep.equal([
      ['signature', 'B-LTA'],
      ['timestamp', null],
    ]);
  });

  for (const level of ['B-T', 'B-LT', 'B-LTA'] as const) {
    it(`is accepted at ${level} with what its own tool added, and raised no further than it must`, async () => {
      const { id, bring } = await open({ asked: level });
      const file = await signed(level, frozen);
      expect(take(await bring(file)).level).to.equal(level);
      expect(Buffer.from(await keptFile(id)).equals(file)).to.equal(true);
    });
  }

  it('goes from B-B to B-LTA where B-LT is asked: what proves its time archives it too', async () => {
    const { bring } = await open({ asked: 'B-LT' });
    expect(take(await bring(await signed('B-B', frozen))).level).to.equal('B-LTA');
  });

  it('goes from B-T to B-LTA', async () => {
    const { bring } = await open();
    expect(take(await bring(await signed('B-T', frozen))).level).to.equal('B-LTA');
  });

  it('counts with a document timestamp that its own tool put over it', async () => {
    const { bring } = await open({ asked: 'B-T' });
    const { exchange, timestampUrl: url } = keys.authority!;
    const client = createTimestampClient({ url, exchange, anchors: readPem(keys.rootPem), clock });
    const stamp = async (digest: Uint8Array) => (await client.stamp(digest)).token;
    const file = await stampPdf(await signed('B-B', frozen), { stamp, tooltip: 'Horodatage' });
    expect(take(await bring(file))).to.include({ level: 'B-T', how: 'outside' });
  });

  it('stays lower when a service is silent, and says which', async () => {
    const withoutProofs = await open({ exchange: (own) => refusing(/liste|ocsp/, own) });
    const record = take(await withoutProofs.bring(await signed('B-B', frozen)));
    expect(record.level).to.equal('B-T');
    const [line] = (await room.journal.list({ subjects: [`instruction:${withoutProofs.id}`] })).slice(-1);
    expect(line?.data).to.include({ level: 'B-T', loweredBy: 'signing.lowered.revocation' });
    await room.close();
    const withoutAny = await open({ exchange: (own) => refusing(/./, own) });
    expect(take(await withoutAny.bring(await signed('B-B', frozen))).level).to.equal('B-B');
  });

  it('is none when the signer turns out to be revoked: nothing is kept', async () => {
    const { certificate } = await demonstrationParty('signatory');
    const yesterday = new Date(clock.now().getTime() - 86_400_000);
    const revoking = await demonstrationExchange({
      revoked: new Map([[certificate.serialNumber, yesterday]]),
    });
    const { id, bring } = await open({ exchange: () => revoking });
    expect(keysOf(await bring(await signed('B-B', frozen)))).to.deep.equal([
      'signing.refusal.certificate-revoked',
    ]);
    expect(await room.stateOf(id)).to.equal('approved');
  });

  it('is that of the signature, whatever its tool wrote about itself in the metadata', async () => {
    const info = objectText(frozen, /\/ModDate/);
    const changed = (name: string) =>
      withRevision(frozen, {
        [info.number]: info.text.replace(new RegExp(`/${name}\\s*(<[^>]*>|\\([^)]*\\))`), `/${name} (Autre)`),
      });
    const first = await open({ asked: 'B-B' });
    expect(take(await first.bring(await signed('B-B', changed('Producer')))).level).to.equal('B-B');
    await room.close();
    const again = await open({ asked: 'B-B' });
    expect(keysOf(await again.bring(await signed('B-B', changed('Title'))))).to.deep.equal([
      'drafts.outside.changed',
    ]);
  });
});
