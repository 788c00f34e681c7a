import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDispatch } from '../../src/dispatch/dispatch.ts';
import { createOfficeMail } from '../../src/dispatch/office-mail.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { silentLog } from '../../src/kernel/log.ts';
import {
  createCaughtMails,
  createMailComposer,
  createSmtpMailer,
  readSmtpUrl,
  startCatchAll,
} from '../../src/mail/mail.ts';
import { keysOf, take } from '../drafts/drafting-room.ts';
import { openAnnexRoom } from './annex-room.ts';

describe('notifications of credits and the mails of a campaign', () => {
  let room: Awaited<ReturnType<typeof openAnnexRoom>>;
  beforeEach(async () => {
    room = await openAnnexRoom();
  });
  afterEach(() => room.close());

  const mailTo = async (officeId: string, annexesBy: 'attachment' | 'link' = 'attachment') => {
    const act = await room.instructions.signedVersion(room.id);
    if (act === undefined) throw new Error('nothing is signed');
    const build = createOfficeMail({
      composer: createMailComposer({ templatesFolder: 'templates/mail', demonstration: false }),
      instructions: room.instructions,
      annexes: room.annexes,
      publicUrl: () => 'https://circulaires.example/',
      from: { address: 'circulaires@mildeca.example' },
    });
    return build({
      instruction: { ...act, instructionId: room.id },
      deadlineOn: '2026-12-21',
      officeId,
      officeName: 'préfecture de la Corse-du-Sud',
      timeZone: 'Europe/Paris',
      regionName: 'Corse',
      role: 'to',
      pdfBy: 'attachment',
      annexesBy,
      address: 'circulaires@corse.pref.example',
      messageId: '<d1@estafette.example>',
      envid: 'd1',
      linkToken: 'a-token',
    });
  };

  it('hold the campaign back while they are being made', async () => {
    const { database, journal, clock, instructions, prefectures, annexes } = room;
    await database.transaction((trx) => prefectures.seedDemonstrationContacts(trx, { from: '2026-01-01' }));
    const dispatch = createDispatch({
      ...{ database, readDatabase: database, journal, clock, instructions, directory: prefectures, annexes },
      linkSecret: new Uint8Array(32),
      mailDomain: 'estafette.example',
    });
    const open = () => dispatch.openCampaign(room.dispatcher, room.id, { deadlineOn: '2026-12-21' });
    take(await annexes.ask(room.dispatcher, room.id));
    expect(keysOf(await open())).to.deep.equal(['dispatch.open.annexes-under-way']);
    expect(await room.stateOf(room.id)).to.equal('signed');
    await annexes.make();
    expect((await open()).ok).to.equal(true);
  });

  it('arrive beside the act, the office’s own and its region’s, byte for byte as they were sealed', async () => {
    take(await room.annexes.ask(room.dispatcher, room.id));
    await room.annexes.make();
    const folder = await mkdtemp(join(tmpdir(), 'annexed-mail-'));
    const { clock } = room;
    const server = await startCatchAll({ folder, host: '127.0.0.1', port: 0, clock, log: silentLog });
    const mailer = createSmtpMailer({ server: readSmtpUrl(server.url), clock, log: silentLog });
    const sent = await mailer.send(await mailTo('OFF-2A'), { beforeFinalDot: async () => true });
    expect(sent.outcome).to.equal('accepted');
    const caught = createCaughtMails({ folder });
    const mail = await caught.read((await caught.list()).mails[0]?.id ?? '');
    const annexes = await room.annexes.officeAnnexes(room.act.sha256, 'OFF-2A');
    const names = mail?.attachments.map(({ name }) => name);
    expect(names).to.deep.equal(['2027-chefs-de-projets.pdf', ...annexes.map(({ name }) => name)]);
    for (const { title, sha256 } of annexes) {
      for (const body of [mail?.text, mail?.html]) expect(body).to.contain(title).and.to.contain(sha256);
    }
    const received = mail?.attachments.map(({ bytes }) => sha256Hex(bytes));
    expect(received).to.deep.equal([room.act.sha256, ...annexes.map(({ sha256 }) => sha256)]);
    await mailer.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('are given by the office’s own link, with their hash, when they are not attached', async () => {
    take(await room.annexes.ask(room.dispatcher, room.id));
    await room.annexes.make();
    const mail = await mailTo('OFF-2A', 'link');
    const annexes = await room.annexes.officeAnnexes(room.act.sha256, 'OFF-2A');
    expect(mail.attachments.map(({ name }) => name)).to.deep.equal(['2027-chefs-de-projets.pdf']);
    expect(annexes).to.have.length(2);
    for (const { name, sha256 } of annexes) {
      const link = `https://circulaires.example/accuse/a-token/pieces/${name}`;
      for (const body of [mail.text, mail.html]) expect(body).to.contain(link).and.to.contain(sha256);
    }
    expect(mail.text).not.to.contain('jointe à ce message');
  });

  it('leave the mail of an office that has none as it was', async () => {
    const mail = await mailTo('OFF-01');
    expect(mail.attachments.map(({ name }) => name)).to.deep.equal(['2027-chefs-de-projets.pdf']);
    expect(mail.text).not.to.contain('Ce qui vous concerne');
  });
});
