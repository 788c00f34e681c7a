import { expect } from 'chai';
import type { Alteration, KeepingAlarm } from '../../src/archive/archive.ts';
import { createHomeRoutes, type HomeDeps } from '../../src/home/home-routes.ts';
import type { MailboxAlarm } from '../../src/inbox/inbox.ts';
import type { ProofAlarm } from '../../src/proof/proof.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { Role } from '../../src/web/route.ts';
import { createFixedClock } from '../fakes/fixed-clock.ts';
import { openTestSite } from '../site.ts';

const act = {
  signedVersionId: 's',
  instructionId: 'i',
  slug: '2027-chefs-de-projets',
  title: 'Instruction 2027',
  year: 2027,
  signedSha256: 'a',
  number: 0,
  sha256: 'a',
};
const end = (kind: 'signature' | 'seal' | 'timestamps' | 'document', endsAt: string) => ({
  ...{ kind, subject: kind === 'document' ? 's' : kind, endsAt, seenAt: '2036-11-15T09:00:00.000Z' },
  name: kind === 'document' ? '' : `Nom du ${kind}`,
});
const alarms: KeepingAlarm[] = [
  { type: 'end', end: end('signature', '2036-11-22T10:00:00.000Z'), alarm: 7, act: undefined },
  { type: 'end', end: end('seal', '2036-11-14T10:00:00.000Z'), alarm: 'ended', act: undefined },
  { type: 'end', end: end('timestamps', '2036-12-10T10:00:00.000Z'), alarm: 30, act: undefined },
  { type: 'end', end: end('document', '2037-02-01T10:00:00.000Z'), alarm: 90, act },
  {
    type: 'renewal',
    act,
    passing: true,
    endsAt: '2037-02-01T10:00:00.000Z',
    fault: {
      ...{ signedVersionId: 's', reason: 'signing.lowered.silent', attempts: 3 },
      ...{ since: '2036-11-15T06:00:00.000Z', triedAt: '2036-11-15T09:00:00.000Z' },
    },
  },
];
const altered: Alteration = {
  sha256: 'f'.repeat(64),
  document: { instruction: act.slug, title: act.title, year: 2027, document: 'signed', whole: true },
  since: '2036-11-15T06:00:00.000Z',
  wholeAt: '2036-11-14T06:00:00.000Z',
};

describe('the alarms of the first page', () => {
  async function homeOf(
    role: Role,
    has: {
      alarms?: KeepingAlarm[];
      altered?: Alteration[];
      mailbox?: MailboxAlarm;
      journal?: ProofAlarm[];
      toClass?: number;
    } = {},
  ) {
    const instructions = {
      list: async () => [],
      openMentions: async () => [],
      listPreparable: async () => [],
    } as unknown as HomeDeps['instructions'];
    const site = await openTestSite({
      routes: createHomeRoutes({
        instructions,
        messages: loadMessages('templates/messages'),
        clock: createFixedClock('2036-11-15T10:00:00.000Z'),
        demonstration: false,
        dispatch: {} as HomeDeps['dispatch'],
        accounts: {} as HomeDeps['accounts'],
        preparing: { find: async () => undefined },
        reminding: { letters: { countWaiting: async () => 0 } },
        inbox: {
          countIn: async () => has.toClass ?? 0,
          countToRead: async () => 0,
          alarm: async () => has.mailbox,
        },
        countFromOffices: async () => ({ questions: 0, proposals: 0 }),
        answers: { listLate: async () => [] },
        searches: { list: async () => [] },
        publications: { listUnpublished: async () => [] },
        proof: { alarms: async () => has.journal ?? [] },
        keeping: { alarms: async () => has.alarms ?? [] },
        fixity: {
          alterations: async () => has.altered ?? [],
          lastCheck: async () => ({ at: '2036-11-15T06:00:00.000Z', documents: 12, altered: [] }),
        },
        findTour: async () => undefined,
      }),
      roles: [role],
    });
    const { status, text } = await site.get('/');
    await site.close();
    expect(status).to.equal(200);
    const plain = text.replace(/[\u00a0\u202f]/g, ' ');
    const blocks = [...plain.matchAll(/fr-alert--(\w+)[^>]*>\s*<h3[^>]*>([^<]+)<\/h3>\s*<p>([^]*?)<\/p>/g)];
    return { plain, blocks: blocks.map(([, kind, title, said]) => ({ kind, title, said: said! })) };
  }

  it('say what ends, when, and what to do, the gravest first', async () => {
    const { blocks } = await homeOf('signatory', { alarms });
    expect(blocks.map(({ kind, title }) => [kind, title])).to.deep.equal([
      [
        'error',
        'Le certificat du signataire, « Nom du signature », prend fin dans 7 jours, le 22 novembre 2036',
      ],
      ['error', 'Le certificat du cachet du service, « Nom du seal », a pris fin le 14 novembre 2036'],
      [
        'warning',
        'Le certificat de l’autorité d’horodatage, « Nom du timestamps », prend fin dans 25 jours, le 10 décembre 2036',
      ],
      ['warning', 'Instruction 2027 : la preuve du document n’a pas pu être prolongée'],
      ['info', 'Instruction 2027 : la preuve du document prend fin dans 78 jours, le 1er février 2037'],
    ]);
    for (const { said } of blocks) expect(said).to.match(/l’administrateur/i);
    expect(blocks.at(-2)?.said).to.contain('essais : 3').and.to.contain('chaque heure');
  });

  it('name the document that changed, since when, and what to do, to the auditor and the administrator', async () => {
    for (const role of ['auditor', 'administrator'] as const) {
      const { blocks, plain } = await homeOf(role, { altered: [altered] });
      expect(blocks.map(({ kind, title }) => [kind, title])).to.deep.equal([
        ['error', 'Instruction 2027 : le document signé n’est plus ce qu’il était'],
      ]);
      expect(blocks[0]?.said)
        .to.contain('Depuis le contrôle du samedi 15 novembre 2036')
        .and.to.contain('Au contrôle du vendredi 14 novembre 2036')
        .and.to.contain('sauvegarde')
        .and.to.contain(altered.sha256);
      expect(plain).not.to.contain('tous intacts');
    }
  });

  it('lead to the document only those who may read it', async () => {
    const link = '/instructions/2027-chefs-de-projets/dossier';
    expect((await homeOf('auditor', { altered: [altered] })).plain).to.contain(link);
    expect((await homeOf('administrator', { altered: [altered] })).plain).not.to.contain(link);
  });

  it('say that nothing is written any more, before all else, and that the head is stamped by nobody', async () => {
    const fault = { reason: 'signing.lowered.silent', attempts: 3, since: '2036-11-15T06:00:00.000Z' };
    const journal: ProofAlarm[] = [
      { type: 'unanchored', fault: { ...fault, triedAt: fault.since } },
      { type: 'unsent', since: fault.since },
      { type: 'halted' },
    ];
    const { blocks } = await homeOf('administrator', { journal });
    expect(blocks.map(({ kind, title }) => [kind, title])).to.deep.equal([
      ['error', 'Estafette n’écrit plus'],
      ['warning', 'Le journal n’est plus horodaté'],
      ['warning', 'La tête du journal ne part plus vers l’adresse extérieure'],
    ]);
    expect((await homeOf('drafter', { journal })).blocks).to.deep.equal([]);
  });

  it('say that the mailbox is not read, why and since when, to who can do something about it', async () => {
    const mailbox = {
      ...{ grave: true, key: 'inbox.fault.sign-in', words: 'Invalid <b>credentials</b>' },
      since: '2036-11-15T06:00:00.000Z',
    };
    for (const role of ['dispatcher', 'administrator', 'auditor'] as const) {
      const { blocks } = await homeOf(role, { mailbox });
      expect(blocks[0]?.kind).to.equal('error');
      expect(blocks[0]?.said)
        .to.contain('refuse l’identifiant ou le mot de passe')
        .and.contain('Depuis le samedi 15 novembre 2036')
        .and.contain('tout sera lu')
        .and.contain('Invalid &lt;b&gt;');
    }
    const late = { ...mailbox, grave: false, key: 'inbox.fault.late', words: '' };
    expect((await homeOf('dispatcher', { mailbox: late })).blocks[0]?.kind).to.equal('warning');
    expect((await homeOf('drafter', { mailbox })).plain).not.to.contain('À surveiller');
  });

  it('count what came back and waits to be classed, for the dispatcher alone', async () => {
    expect((await homeOf('dispatcher', { toClass: 3 })).plain).to.contain('Retours à classer : 3');
    expect((await homeOf('dispatcher', { toClass: 1 })).plain).to.contain('Un retour attend d’être classé');
    expect((await homeOf('auditor', { toClass: 3 })).plain).not.to.contain('à classer');
  });

  it('are for who can act or watches, and say nothing when there is nothing to say', async () => {
    for (const role of ['drafter', 'reviewer', 'dispatcher'] as const)
      expect((await homeOf(role, { alarms, altered: [altered] })).plain).not.to.contain('À surveiller');
    expect((await homeOf('signatory', { altered: [altered] })).plain).not.to.contain('À surveiller');
    const quiet = (await homeOf('auditor')).plain;
    expect(quiet).not.to.contain('À surveiller');
    expect(quiet).to.contain('12, tous intacts');
  });
});
