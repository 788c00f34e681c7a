import { expect } from 'chai';
import {
  blockersOf,
  judgePreflight,
  type PreflightFacts,
} from '../../../src/dispatch/preparing/preflight.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';

const messages = loadMessages(new URL('../../../templates/messages', import.meta.url).pathname);
const ready = {
  outcome: 'ready',
  encrypted: true,
  abilities: { tls: 'TLSv1.3', signedIn: true, dsn: true, smtpUtf8: false, maximumSize: 20_000_000 },
} as const;

const good: PreflightFacts = {
  leavesAt: new Date('2026-12-07T09:00:00.000Z'),
  deadlineOn: '2026-12-21',
  signature: {
    verdict: 'valid',
    signer: 'Nora Valin',
    level: 'B-B',
    reasons: [],
    certificateEndsOn: '2028-01-01',
  },
  mailServer: ready,
  pdfBytes: 312_000,
  pdfBy: 'attachment',
  attachmentLimit: 10_000_000,
  hasCredits: true,
  annexes: { made: 124, total: 124, ready: true, failed: false },
  annexesBy: 'attachment',
  annexesWished: 'attachment',
  heaviest: { bytes: 430_000, officeName: 'préfecture de l’Ain' },
  recipientsOn: '2026-12-07',
  recipients: [
    { officeId: 'OFF-01', role: 'to', address: 'circulaires@ain.example' },
    { officeId: 'OFF-02', role: 'cc', address: 'circulaires@aisne.example' },
  ],
  changedContacts: [],
  directoryChangedOn: '2026-11-02',
  questionnaires: [{ id: 'request-1', title: 'Enquête d’été', isReady: true }],
};
const judge = (changes: Partial<PreflightFacts> = {}) => judgePreflight({ ...good, ...changes });
const addressed = (...addresses: (string | undefined)[]) => ({
  recipients: addresses.map((address, index) => ({
    officeId: `OFF-0${index + 1}`,
    role: 'to' as const,
    address,
  })),
});

describe('the checks before a departure', () => {
  it('pass when all is well, each with its sentence', () => {
    const checks = judge();
    expect(checks.map(({ level }) => level)).to.deep.equal(Array(checks.length).fill('ok'));
    expect(new Set(checks.map(({ name }) => name)).size).to.equal(checks.length);
    for (const { key, params } of checks) expect(messages(key, params)).to.match(/\.$/);
  });

  it('say that a rectificatif goes to all those who had the text', () => {
    const corrected = { title: 'Le texte', had: 2, missing: [] };
    const found = judge({ corrected }).find(({ name }) => name === 'corrected')!;
    expect([found.level, messages(found.key, found.params)].join()).to.match(/^ok,Les 2 préfectures/);
  });

  const cases: [
    what: string,
    changes: Partial<PreflightFacts>,
    finding: string,
    level: string,
    mayBeOverruled?: boolean,
  ][] = [
    [
      'an office that had the corrected text and is left out',
      { corrected: { title: 'Le texte', had: 2, missing: [{ officeId: 'OFF-09', officeName: 'x' }] } },
      'corrected one OFF-09',
      'blocking',
    ],
    [
      'several offices that had the corrected text',
      {
        corrected: {
          ...{ title: 'Le texte', had: 3 },
          missing: ['OFF-09', 'OFF-08'].map((officeId) => ({ officeId, officeName: 'x' })),
        },
      },
      'corrected some OFF-08 OFF-09',
      'blocking',
    ],
    [
      'an altered document',
      { signature: { ...good.signature, verdict: 'invalid' } },
      'signature invalid',
      'blocking',
      false,
    ],
    [
      'a signature that nobody can vouch for',
      { signature: { ...good.signature, verdict: 'indeterminate' } },
      'signature indeterminate',
      'blocking',
    ],
    [
      'a certificate that is over',
      { signature: { ...good.signature, certificateEndsOn: '2026-12-06' } },
      'certificate ended',
      'blocking',
    ],
    [
      'a certificate that ends before the deadline',
      { signature: { ...good.signature, certificateEndsOn: '2026-12-20' } },
      'certificate ends-before-deadline',
      'warning',
    ],
    [
      'a certificate that ends within a month',
      { signature: { ...good.signature, certificateEndsOn: '2026-12-30' } },
      'certificate ends-soon',
      'warning',
    ],
    [
      'a deadline on the day of the departure',
      { deadlineOn: '2026-12-07' },
      'deadline past',
      'blocking',
      false,
    ],
    ['a deadline the next day', { deadlineOn: '2026-12-08' }, 'deadline one-day', 'warning'],
    ['a deadline within the week', { deadlineOn: '2026-12-11' }, 'deadline short', 'warning'],
    [
      'a mail server that is away',
      { mailServer: { outcome: 'deferred', key: 'mail.server.unreachable', reply: 'ECONNREFUSED' } },
      'mail-server deferred',
      'blocking',
    ],
    [
      'a mail server that refuses the password',
      { mailServer: { outcome: 'misconfigured', key: 'mail.server.sign-in', reply: '535 no' } },
      'mail-server misconfigured',
      'blocking',
    ],
    [
      'a mail above what the server takes',
      { heaviest: { bytes: 20_000_001, officeName: 'préfecture de l’Ain' } },
      'size too-big',
      'blocking',
    ],
    [
      'a document above the size of an attachment',
      { pdfBytes: 40_000_000, pdfBy: 'link' },
      'size by-link',
      'warning',
    ],
    [
      'notifications of credits that are still being made',
      { annexes: { made: 12, total: 124, ready: false, failed: false } },
      'annexes under-way',
      'blocking',
      false,
    ],
    [
      'notifications of credits of which some could not be made',
      { annexes: { made: 12, total: 124, ready: false, failed: true } },
      'annexes failed',
      'blocking',
      false,
    ],
    [
      'a questionnaire that no office would see',
      {
        questionnaires: [
          { id: 'request-1', title: 'Enquête d’été', isReady: true },
          { id: 'request-2', title: 'Bilan', isReady: false },
        ],
      },
      'questionnaire not-ready request-2',
      'blocking',
    ],
    ['credits that nobody is notified of', { annexes: undefined }, 'annexes not-made', 'blocking'],
    ['notifications too big to be attached', { annexesBy: 'link' }, 'annexes too-big', 'warning'],
    [
      'an office without any mailbox',
      addressed('a@x.example', undefined),
      'reachable one OFF-02',
      'blocking',
    ],
    [
      'addresses that no mail can be written to',
      addressed('a@x.example', 'b@x.example\r\nBcc: c@evil.example', 'd(le préfet)@x.example'),
      'reachable some OFF-02 OFF-03',
      'blocking',
    ],
    [
      'two offices with one mailbox, however it is written',
      addressed('Circ@préf.example', 'circ@XN--PRF-CMA.example', 'b@x.example'),
      'mailboxes shared OFF-01 OFF-02',
      'blocking',
    ],
    [
      'letters before the @ that the server does not take',
      addressed('préfet@x.example'),
      'international not-offered OFF-01',
      'blocking',
    ],
    [
      'contacts of another day',
      { recipientsOn: '2026-01-05', changedContacts: ['OFF-02'] },
      'directory another-day OFF-02',
      'warning',
    ],
    [
      'a directory that nobody touched for months',
      { directoryChangedOn: '2026-03-01' },
      'directory old',
      'warning',
    ],
  ];
  for (const [what, changes, finding, level, mayBeOverruled = true] of cases) {
    it(`find ${what}, and nothing else`, () => {
      const found = judge(changes).filter((check) => check.level !== 'ok');
      expect(found.map((check) => check.finding)).to.deep.equal([finding]);
      expect(found[0]).to.include({ level, mayBeOverruled });
      expect(messages(found[0]?.key ?? '', found[0]?.params)).to.match(/\. .+\.$|[:;\u202f] .+\.$/);
    });
  }

  it('find no fault in a certificate that the file outlives, nor in letters that the server takes', () => {
    const { certificateEndsOn: _end, ...outlived } = good.signature;
    const international = { ...ready, abilities: { ...ready.abilities, smtpUtf8: true } };
    const checks = judge({
      signature: outlived,
      mailServer: international,
      ...addressed('préfet@x.example'),
    });
    expect(checks.filter(({ level }) => level !== 'ok')).to.deep.equal([]);
  });

  it('tell a text without credits, and notifications by link as they were chosen, without a finding', () => {
    const told = (changes: Partial<PreflightFacts>) => {
      const found = judge(changes).find(({ name }) => name === 'annexes');
      return [found?.level, messages(found?.key ?? '', found?.params)];
    };
    const [none, sentence] = told({ hasCredits: false, annexes: undefined });
    expect([none, sentence]).to.deep.equal([
      'ok',
      'Ce texte n’a pas de répartition de crédits\u00a0: il n’y a rien à notifier.',
    ]);
    expect(told({ annexesBy: 'link', annexesWished: 'link' })[0]).to.equal('ok');
  });

  it('name the office whose mail is the heaviest', () => {
    const size = judge().find(({ name }) => name === 'size');
    expect(messages(size?.key ?? '', size?.params)).to.contain('(préfecture de l’Ain) pèse 430');
  });

  it('say nothing of a server that was not asked', () => {
    expect(judge({ mailServer: undefined }).some(({ name }) => name === 'mail-server')).to.equal(false);
  });

  describe('overruled', () => {
    const missing = judge(addressed('a@x.example', undefined));

    it('block no more, for that finding alone', () => {
      expect(blockersOf(missing, new Set())).to.have.length(1);
      expect(blockersOf(missing, new Set(['reachable one OFF-02']))).to.have.length(0);
      const worse = judge(addressed('a@x.example', undefined, undefined));
      expect(blockersOf(worse, new Set(['reachable one OFF-02']))).to.have.length(1);
    });

    it('block all the same when nobody may overrule them', () => {
      const altered = judge({ signature: { ...good.signature, verdict: 'invalid' } });
      expect(blockersOf(altered, new Set(['signature invalid']))).to.have.length(1);
    });
  });
});
