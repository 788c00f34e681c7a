import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';
import { readMessage } from '../../src/inbox/message-reading.ts';
import { officeActs, playOffice } from '../../src/mail/office-play.ts';
import { returnPaths, service } from './inbox-bench.ts';

const envid = 'd1f0c0de-0000-4000-8000-000000000001';
const mail = {
  id: 'a-mail',
  receivedAt: '2026-12-07T13:30:00.000Z',
  recipients: ['circulaires@ain.pref.example'],
  from: `MILDECA <${service}>`,
  to: 'préfecture de l’Ain <circulaires@ain.pref.example>',
  subject: 'Instruction «\u00a0Chefs de projets 2027\u00a0»',
  sender: returnPaths.addressOf(envid),
  messageId: `<${envid}@estafette.example>`,
  date: '2026-12-07T13:30:00.000Z',
  text: '',
  html: undefined,
  attachments: [],
  links: [],
};

describe('what a visitor of a demonstration plays', () => {
  const play = (act: (typeof officeActs)[number], of = mail) =>
    playOffice(act, of, {
      messages: loadMessages('templates/messages'),
      now: new Date('2026-12-07T14:00:00Z'),
    });

  for (const [act, kind, to] of [
    ['received', 'reply', service],
    ['absence', 'auto-reply', mail.sender],
    ['bounce', 'failure', mail.sender],
  ] as const) {
    it(`${act}: reads as ${kind}, comes back where it would, and names its mail`, async () => {
      const played = await play(act);
      expect(played?.recipients).to.deep.equal([to]);
      const read = await readMessage(played?.bytes ?? Buffer.alloc(0));
      expect(read.kind).to.equal(kind);
      expect(read.ties.messageIds).to.include(mail.messageId.slice(1, -1));
      if (kind === 'failure') expect(read.recipients[0]).to.include({ status: '5.1.1', permanent: true });
    });
  }

  it('needs a mail that somebody sent to somebody', async () => {
    expect(await play('bounce', { ...mail, sender: '' })).to.equal(undefined);
    expect(await play('received', { ...mail, recipients: [] })).to.equal(undefined);
  });
});
