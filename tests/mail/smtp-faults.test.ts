import { expect } from 'chai';
import { startFaultySmtpServer, type SmtpAct, type SmtpStage } from '../fakes/faulty-smtp-server.ts';
import { aHugePart, aMail, aMailer, impatient, short, yes } from './mails.ts';

interface Row {
  at: SmtpStage;
  act: SmtpAct;
  gives: string;
  /** Whole messages that the server has got by then. */
  got?: number;
}

const rows: Row[] = [
  { at: 'greeting', act: 'silence', gives: 'deferred' },
  { at: 'greeting', act: 'close', gives: 'deferred' },
  { at: 'greeting', act: 'reset', gives: 'deferred' },
  { at: 'greeting', act: { reply: '421 4.3.2 come back later' }, gives: 'deferred 421' },
  { at: 'greeting', act: { reply: '554 5.7.1 no service here' }, gives: 'misconfigured 554' },
  { at: 'greeting', act: { reply: 'HTTP/1.1 400 Bad Request' }, gives: 'misconfigured' },
  { at: 'ehlo', act: 'silence', gives: 'deferred' },
  { at: 'ehlo', act: 'close', gives: 'deferred' },
  { at: 'ehlo', act: 'reset', gives: 'deferred' },
  { at: 'ehlo', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421' },
  { at: 'ehlo', act: { reply: '451 4.3.0 not now' }, gives: 'deferred 451' },
  { at: 'ehlo', act: { reply: '550 5.7.1 not you' }, gives: 'misconfigured 550' },
  { at: 'mail', act: 'silence', gives: 'deferred' },
  { at: 'mail', act: 'close', gives: 'deferred' },
  { at: 'mail', act: 'reset', gives: 'deferred' },
  { at: 'mail', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421' },
  { at: 'mail', act: { reply: '451 4.3.0 not now' }, gives: 'deferred 451' },
  { at: 'mail', act: { reply: '452 4.3.1 no room' }, gives: 'deferred 452' },
  { at: 'mail', act: { reply: '530 5.7.0 sign in first' }, gives: 'misconfigured 530' },
  { at: 'mail', act: { reply: '550 5.7.1 not this sender' }, gives: 'misconfigured 550' },
  { at: 'mail', act: { reply: '554 5.7.1 not this sender' }, gives: 'misconfigured 554' },
  { at: 'rcpt', act: 'silence', gives: 'deferred' },
  { at: 'rcpt', act: 'close', gives: 'deferred' },
  { at: 'rcpt', act: 'reset', gives: 'deferred' },
  { at: 'rcpt', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421' },
  { at: 'rcpt', act: { reply: '451 4.7.1 greylisted' }, gives: 'deferred 451' },
  { at: 'rcpt', act: { reply: '452 4.2.2 mailbox full' }, gives: 'deferred 452' },
  { at: 'rcpt', act: { reply: '530 5.7.0 sign in first' }, gives: 'misconfigured 530' },
  { at: 'rcpt', act: { reply: '550 5.1.1 no such mailbox' }, gives: 'refused 550' },
  { at: 'rcpt', act: { reply: '554 5.7.1 refused' }, gives: 'refused 554' },
  { at: 'data', act: 'silence', gives: 'deferred' },
  { at: 'data', act: 'close', gives: 'deferred' },
  { at: 'data', act: 'reset', gives: 'deferred' },
  { at: 'data', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421' },
  { at: 'data', act: { reply: '451 4.3.0 not now' }, gives: 'deferred 451' },
  { at: 'data', act: { reply: '452 4.3.1 no room' }, gives: 'deferred 452' },
  { at: 'data', act: { reply: '550 5.7.1 refused' }, gives: 'refused 550' },
  { at: 'data', act: { reply: '554 5.5.1 refused' }, gives: 'refused 554' },
  { at: 'body', act: 'close', gives: 'deferred' },
  { at: 'body', act: 'reset', gives: 'deferred' },
  { at: 'body', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421' },
  { at: 'body', act: { reply: '552 5.3.4 too big' }, gives: 'refused 552' },
  { at: 'body', act: { reply: '250 2.0.0 thank you' }, gives: 'deferred' },
  { at: 'dot', act: 'silence', gives: 'unknown', got: 1 },
  { at: 'dot', act: 'close', gives: 'unknown', got: 1 },
  { at: 'dot', act: 'reset', gives: 'unknown', got: 1 },
  { at: 'dot', act: { reply: '354 what was that' }, gives: 'unknown', got: 1 },
  { at: 'dot', act: { reply: 'thank you' }, gives: 'unknown', got: 1 },
  { at: 'dot', act: { reply: '421 4.3.2 closing' }, gives: 'deferred 421', got: 1 },
  { at: 'dot', act: { reply: '451 4.3.0 not now' }, gives: 'deferred 451', got: 1 },
  { at: 'dot', act: { reply: '452 4.3.1 no room' }, gives: 'deferred 452', got: 1 },
  { at: 'dot', act: { reply: '550 5.7.1 refused' }, gives: 'refused 550', got: 1 },
  { at: 'dot', act: { reply: '554 5.6.0 refused' }, gives: 'refused 554', got: 1 },
  { at: 'dot', act: { reply: '250 2.0.0 queued' }, gives: 'accepted', got: 1 },
];

// Without PIPELINING each command waits for its answer; with it they leave together: both have their own traps.
for (const extensions of [['DSN'], ['DSN', 'PIPELINING']]) {
  describe(`a mail server that misbehaves (${extensions.join(', ')})`, () => {
    for (const { at, act, gives, got = 0 } of rows) {
      const does = typeof act === 'string' ? act : `« ${act.reply} »`;
      it(`at ${at}: ${does} → ${gives}`, async () => {
        const server = await startFaultySmtpServer({
          extensions,
          script: ({ stage }) => (stage === at ? act : undefined),
        });
        const mailer = aMailer(server.url, act === 'silence' ? { timeouts: impatient } : {});
        // Big enough for the server to have spoken in the middle of it.
        const mail = aMail({ attachments: at === 'body' ? [aHugePart()] : [] });
        const outcome = await mailer.send(mail, yes);
        await mailer.close();
        await server.close();
        expect(short(outcome)).to.equal(gives);
        expect(server.messages.length).to.equal(got);
        if (typeof act === 'object') expect(JSON.stringify(outcome)).to.contain(act.reply);
      });
    }
  });
}
