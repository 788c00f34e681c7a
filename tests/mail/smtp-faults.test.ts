import { expect } from 'chai';
import type { MailOutcome } from '../../src/mail/mailer.ts';
import { startFaultySmtpServer, type SmtpAct, type SmtpStage } from '../fakes/faulty-smtp-server.ts';
import { cells, isOfTime, patienceOf, type Cell } from './fault-matrix.ts';
import { aBigPart, aHugePart, aMail, aMailer, hasty, short, yes } from './mails.ts';
import { certificateFor } from './server-certificate.ts';

/** Single replies, beside the table of every stage × every fault: each server has its own way to say no. */
const rows: { at: SmtpStage; reply: string; gives: string; got?: number }[] = [
  { at: 'greeting', reply: 'HTTP/1.1 400 Bad Request', gives: 'misconfigured' },
  { at: 'ehlo', reply: '550 5.7.1 not you', gives: 'misconfigured 550' },
  { at: 'mail', reply: '452 4.3.1 no room', gives: 'deferred 452' },
  { at: 'mail', reply: '530 5.7.0 sign in first', gives: 'misconfigured 530' },
  { at: 'mail', reply: '550 5.7.1 not this sender', gives: 'misconfigured 550' },
  { at: 'rcpt', reply: '450 4.7.1 greylisted', gives: 'deferred 450' },
  { at: 'rcpt', reply: '452 4.2.2 mailbox full', gives: 'deferred 452' },
  { at: 'rcpt', reply: '530 5.7.0 sign in first', gives: 'misconfigured 530' },
  { at: 'rcpt', reply: '550 5.1.1 no such mailbox', gives: 'refused 550' },
  { at: 'rcpt', reply: '554 5.7.1 <a@b.example>: Relay access denied', gives: 'misconfigured 554' },
  { at: 'rcpt', reply: '554 5.7.1 <us@b.example>: Sender address rejected: no', gives: 'misconfigured 554' },
  { at: 'rcpt', reply: '550 5.7.60 may not send as this sender', gives: 'misconfigured 550' },
  { at: 'rcpt', reply: '554 5.7.1 this recipient takes no circulars', gives: 'refused 554' },
  { at: 'rcpt', reply: '450 4.7.1 Client host rejected for now', gives: 'deferred 450' },
  { at: 'data', reply: '452 4.3.1 no room', gives: 'deferred 452' },
  { at: 'data', reply: '550 5.7.1 refused', gives: 'refused 550' },
  { at: 'body', reply: '552 5.3.4 too big', gives: 'refused 552' },
  { at: 'body', reply: '250 2.0.0 thank you', gives: 'deferred' },
  { at: 'dot', reply: '354 what was that', gives: 'unknown', got: 1 },
  { at: 'dot', reply: 'thank you', gives: 'unknown', got: 1 },
  { at: 'dot', reply: '2 mails are waiting', gives: 'unknown', got: 1 },
  { at: 'dot', reply: '452 4.3.1 no room', gives: 'deferred 452', got: 1 },
  { at: 'dot', reply: '550 5.7.1 refused', gives: 'refused 550', got: 1 },
  { at: 'dot', reply: '250-2.0.0 queued\r\n250 2.0.0 as 7', gives: 'accepted', got: 1 },
];

const atOnce = 8;

interface Seen {
  outcome: MailOutcome;
  got: number;
}

describe('a mail server that misbehaves', () => {
  const tls = certificateFor('127.0.0.1');

  async function sendTo(
    extensions: string[],
    given: { at: SmtpStage; act: SmtpAct; cell?: Cell },
  ): Promise<Seen> {
    const server = await startFaultySmtpServer({
      tls,
      extensions: ['AUTH PLAIN', ...extensions],
      script: ({ stage }) => (stage === given.at ? given.act : undefined),
    });
    const mailer = aMailer(`smtp://user:pass@127.0.0.1:${server.port}`, {
      trustedRoots: tls.cert,
      ...(given.cell === undefined ? {} : { timeouts: patienceOf(given.cell) }),
    });
    // Big enough for the server to have spoken in the middle of it.
    const inBody =
      given.at === 'body'
        ? [given.cell !== undefined && isOfTime(given.cell) ? aBigPart() : aHugePart()]
        : [];
    const outcome = await mailer.send(aMail({ attachments: inBody }), yes);
    await mailer.close();
    await server.close();
    return { outcome, got: server.messages.length };
  }

  // Without PIPELINING each command waits for its answer; with it they leave together: both have their own traps.
  for (const extensions of [['DSN'], ['DSN', 'PIPELINING']]) {
    describe(extensions.join(', '), () => {
      const seen = new Map<Cell, Seen>();

      // Most of them wait for a server that says nothing: they wait together.
      before(async function () {
        this.timeout(180_000);
        const waiting = [...cells];
        const one = async () => {
          for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
            seen.set(cell, await sendTo(extensions, { at: cell.stage, act: cell.act, cell }));
          }
        };
        await Promise.all(Array.from({ length: atOnce }, one));
      });

      for (const cell of cells) {
        it(`at ${cell.stage}: ${cell.fault} → ${cell.gives}`, () => {
          const { outcome, got } = seen.get(cell) as Seen;
          expect(short(outcome), JSON.stringify(outcome)).to.equal(cell.gives);
          expect(cell.got === 'at most one' ? [0, 1] : [cell.got]).to.include(got);
        });
      }

      for (const { at, reply, gives, got = 0 } of rows) {
        it(`at ${at}: « ${reply.replace('\r\n', ' / ')} » → ${gives}`, async () => {
          const end = await sendTo(extensions, { at, act: { reply } });
          expect(short(end.outcome)).to.equal(gives);
          expect(end.got).to.equal(got);
          expect(JSON.stringify(end.outcome)).to.contain(reply.split('\r\n')[0]);
        });
      }
    });
  }

  it('that reads no further in the middle of a body gets no final dot', async () => {
    const server = await startFaultySmtpServer({
      script: ({ stage }) => (stage === 'data' ? 'stop-reading' : undefined),
    });
    const mailer = aMailer(server.url, { timeouts: hasty });
    const outcome = await mailer.send(aMail({ attachments: [aHugePart()] }), yes);
    await mailer.close();
    await server.close();
    expect(short(outcome)).to.equal('deferred');
    expect(server.messages).to.have.length(0);
  });
});
