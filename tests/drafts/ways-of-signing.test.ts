import { expect } from 'chai';
import { parisDayOf } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { createMemoryKeyHolder } from '../../src/signing/key-holder.ts';
import { readCertificates } from '../../src/signing/key-checks.ts';
import { signPdf } from '../../src/signing/pades.ts';
import { createSigning } from '../../src/signing/signing.ts';
import { createVerification } from '../../src/signing/verification.ts';
import { createAuthority } from '../signing/authority.ts';
import {
  demonstrationKeys,
  letter,
  objectText,
  opensslAccepts,
  withByte,
  withRevision,
} from '../signing/signed-files.ts';
import { failureOf, keysOf, openRoom, take, type Room } from './drafting-room.ts';

/** The same letter, its page turned upside down by a revision. */
function turned(pdf: Uint8Array): Uint8Array {
  const page = objectText(pdf, /\/Type \/Page\b/);
  return withRevision(pdf, { [page.number]: page.text.replace('/Type /Page', '/Type /Page /Rotate 180') });
}

/** A card that this installation never saw, of an authority that it trusts. */
function createCard(authority: ReturnType<typeof createAuthority>, subject: string) {
  const { key, certificate } = authority.issue({ subject });
  const [certificateDer] = readCertificates(certificate);
  if (certificateDer === undefined) throw new Error('no certificate');
  return createMemoryKeyHolder({ mark: 'signature', privateKeyPem: key, certificateDer, chainDer: [] });
}

describe('an act signed otherwise', function () {
  this.timeout(180_000);
  const authority = createAuthority();
  const card = createCard(authority, '/GN=Nora/SN=Signataire/CN=Nora Signataire');
  const stranger = createCard(createAuthority(), '/GN=Eve/SN=Inconnue/CN=Eve Inconnue');
  let room: Room;
  let frozen: Uint8Array;
  let now: Date;

  beforeEach(async () => {
    const keys = await demonstrationKeys();
    frozen = await letter();
    const clock = { now: () => room.clock.now() };
    const trust = keys.rootPem + authority.root;
    const signing = createSigning({ clock, ...keys, trust, log: silentLog });
    // Verified here and not in a process of its own, which the site's own test waits for.
    const { verify } = createVerification({ rootsPem: trust, clock });
    room = await openRoom({ signing: { ...signing, verify }, letterPdf: frozen });
    now = new Date();
    room.clock.moveTo(now.toISOString());
  });
  afterEach(() => room.close());

  const signedOutside = (
    options: { pdf?: Uint8Array; holder?: typeof card; at?: Date } = {},
  ): Promise<Uint8Array> =>
    signPdf(options.pdf ?? frozen, {
      holder: options.holder ?? card,
      signerName: 'Nora',
      reason: 'Instruction',
      at: options.at ?? now,
    });
  const bring = (id: string, file: Uint8Array) =>
    room.instructions.signOutside(room.people.nora, id, { file });
  const written = async (id: string) => [
    await room.stateOf(id),
    (await room.database('signed_versions').select()).length,
    (await room.database('documents').select()).length,
  ];

  describe('with the signatory’s own tool', () => {
    it('is accepted when it is the frozen bytes and one valid signature, and says whose', async () => {
      const { id } = await room.approved();
      const file = await signedOutside();
      expect(opensslAccepts(file, authority.root)).to.equal(true);
      const record = take(await bring(id, file));
      expect(record).to.include({ how: 'outside', mark: 'signature', level: 'B-B' });
      const version = await room.instructions.signedVersion(id);
      expect(version?.signatoryName).to.equal('Nora Signataire');
      expect(Buffer.compare((await version?.pdf()) ?? new Uint8Array(), file)).to.equal(0);
      const line = (await room.journal.list({ subjects: [`instruction:${id}`] })).at(-1);
      expect(line?.data).to.include({ how: 'outside', mark: 'signature', signedOn: record.signedOn });
    });

    it('keeps the day of the signature, not the day when it is brought back', async () => {
      const { id } = await room.approved();
      const signedAt = now;
      const file = await signedOutside({ at: signedAt });
      room.clock.advance(3 * 24 * 3600 * 1000);
      const record = take(await bring(id, file));
      expect(record.signedAt.slice(0, 19)).to.equal(signedAt.toISOString().slice(0, 19));
    });

    const refusals: [string, () => Promise<Uint8Array>, string][] = [
      ['the frozen file itself', async () => frozen, 'drafts.outside.not-signed'],
      [
        'another document',
        async () => signedOutside({ pdf: await letter('Un autre') }),
        'drafts.outside.other-file',
      ],
      [
        'a file with a frozen byte changed',
        async () => withByte(await signedOutside(), 300, (byte) => byte ^ 1),
        'drafts.outside.other-file',
      ],
      [
        'a file with bytes and no signature',
        async () => new Uint8Array(Buffer.concat([frozen, Buffer.from('\n% rien\n')])),
        'drafts.outside.not-valid',
      ],
      ['a stranger’s signature', () => signedOutside({ holder: stranger }), 'drafts.outside.not-valid'],
      [
        'a signature followed by something',
        async () => new Uint8Array(Buffer.concat([await signedOutside(), Buffer.from('\n% suite\n')])),
        'drafts.outside.not-valid',
      ],
      ['a photograph', async () => Buffer.from('une photographie'), 'drafts.outside.not-a-pdf'],
      [
        'a page that was changed, then signed',
        async () => signedOutside({ pdf: turned(frozen) }),
        'drafts.outside.changed',
      ],
      ['two signatures', async () => signedOutside({ pdf: await signedOutside() }), 'drafts.outside.several'],
      [
        'a signature dated before the freeze',
        () => signedOutside({ at: new Date(now.getTime() - 3_600_000) }),
        'drafts.outside.not-valid|drafts.outside.before-freeze',
      ],
      [
        'a signature dated in the future',
        () => signedOutside({ at: new Date(now.getTime() + 3_600_000) }),
        'drafts.outside.not-valid|drafts.outside.in-the-future',
      ],
    ];
    for (const [what, make, key] of refusals) {
      it(`refuses ${what}, beside the field, and writes nothing`, async () => {
        const { id } = await room.approved();
        const before = await written(id);
        const outcome = await bring(id, await make());
        expect(key.split('|')).to.include(keysOf(outcome)[0]);
        expect(outcome.ok ? [] : outcome.errors.map(({ field }) => field)).to.include('fichier');
        expect(await written(id)).to.deep.equal(before);
      });
    }

    it('brought twice at once is one', async () => {
      const { id } = await room.approved();
      const file = await signedOutside();
      const both = (await Promise.all([bring(id, file), bring(id, file)])).map(take);
      expect(both[0]?.id).to.equal(both[1]?.id);
      expect((await written(id))[1]).to.equal(1);
    });

    it('is a signatory’s alone, on the letter’s day', async () => {
      const { id } = await room.approved({ letterDate: '2031-01-01' });
      const file = await signedOutside();
      expect(await failureOf(room.instructions.signOutside(room.people.hugo, id, { file }))).to.equal(
        'forbidden: drafts.role.signatory-only',
      );
      expect(keysOf(await bring(id, file))).to.deep.equal(['drafts.sign.too-early']);
    });
  });

  describe('by hand', () => {
    const paper = async (
      change: Partial<Parameters<Room['instructions']['recordHandSignature']>[2]> = {},
    ) => ({
      scan: await letter('La copie numérisée'),
      signatoryName: 'Nora Signataire',
      quality: 'présidente de la mission',
      signedOn: parisDayOf(now),
      reason: 'Copie numérisée',
      ...change,
    });
    const record = async (id: string, change: Parameters<typeof paper>[0] = {}) =>
      room.instructions.recordHandSignature(room.people.nora, id, await paper(change));

    it('is a sealed copy, with the name, the quality and the day of the handwritten signature', async () => {
      const { id } = await room.approved();
      const scan = await letter('La copie numérisée');
      const signedOn = parisDayOf(now);
      room.clock.advance(5 * 24 * 3600 * 1000);
      const done = take(await record(id, { scan, signedOn }));
      expect(done).to.include({ how: 'by-hand', mark: 'seal', signedOn });
      const version = await room.instructions.signedVersion(id);
      expect(version).to.include({ signatoryName: 'Nora Signataire', quality: 'présidente de la mission' });
      const bytes = (await version?.pdf()) ?? new Uint8Array();
      expect(Buffer.compare(bytes.subarray(0, scan.length), scan)).to.equal(0);
      expect(opensslAccepts(bytes, (await demonstrationKeys()).rootPem)).to.equal(true);
      expect((await room.journal.list({ subjects: [`instruction:${id}`] })).at(-1)?.data).to.include({
        how: 'by-hand',
        signedOn,
      });
    });

    it('refuses a day to come, a day before the freeze, the frozen file, and what cannot be sealed', async () => {
      const { id } = await room.approved();
      const before = await written(id);
      expect(keysOf(await record(id, { signedOn: '2090-01-01' }))).to.deep.equal([
        'drafts.hand.in-the-future',
      ]);
      expect(keysOf(await record(id, { signedOn: '2020-01-01' }))).to.deep.equal([
        'drafts.hand.before-freeze',
      ]);
      expect(keysOf(await record(id, { scan: frozen }))).to.deep.equal(['drafts.hand.not-a-scan']);
      const noPdf = new TextEncoder().encode('une photographie');
      expect(keysOf(await record(id, { scan: noPdf }))).to.deep.equal(['drafts.hand.cannot-be-sealed']);
      expect(await written(id)).to.deep.equal(before);
    });

    it('is never kept as a signature: the database refuses it too', async () => {
      const { id, version } = await room.approved();
      const row = {
        ...{ id: 's', instruction_id: id, frozen_version_id: version.id, sha256: version.sha256 },
        ...{ mark: 'signature', level: 'B-B', certificate_sha256: '', signed_at: 'now' },
        ...{ signed_on: '2026-12-07', signed_by: room.people.nora.id, how: 'by-hand' },
      };
      expect(await failureOf(room.database('signed_versions').insert(row))).to.contain(
        'signatures_say_how_they_were_made',
      );
    });
  });
});
