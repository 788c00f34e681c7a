import { expect } from 'chai';
import type { Actor } from '../../../src/drafts/instructions.ts';
import { createMailComposer } from '../../../src/mail/mail.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { createOutbox } from '../../../src/outbox/outbox.ts';
import { createJournal } from '../../../src/journal/journal.ts';
import type { OutgoingMail } from '../../../src/mail/mail.ts';
import { createTestDatabase } from '../../database.ts';
import { createFixedClock } from '../../fakes/fixed-clock.ts';
import { failureOf, openRoom, take, type Room } from '../drafting-room.ts';

const said = (words: string, mentions: string[] = []) => ({ formKey: newId(), words, mentions });
const wholeText = { part: '', quote: '' };

describe('whoever a comment names', () => {
  let room: Room;
  let id: string;
  let mails: OutgoingMail[];
  let outbox: ReturnType<typeof createOutbox>;
  const addresses = new Map<string, string>();

  before(async () => {
    const database = await createTestDatabase();
    const clock = createFixedClock();
    const { answer } = createMailComposer({ templatesFolder: 'templates/mail', demonstration: true });
    outbox = createOutbox({
      ...{ database, readDatabase: database, clock, log: silentLog, compose: answer },
      journal: createJournal({ clock, readDatabase: database }),
      ...{ from: { address: 'mildeca@pm.example' }, mailDomain: 'pm.example' },
      mailer: {
        async send(mail, hooks) {
          if (await hooks.beforeFinalDot()) mails.push(mail);
          return { outcome: 'accepted', reply: '250' };
        },
      },
    });
    const mentionMails = {
      addressesOf: async (ids: readonly string[]) =>
        new Map([...addresses].filter(([id]) => ids.includes(id))),
      post: (...[trx, { instructionId, ...letter }]: Parameters<PostMention>) =>
        outbox.post(trx, {
          ...{ kind: 'comment-mention', officeId: '', writtenBy: 'system', ...letter },
          journalSubject: `instruction:${instructionId}`,
        }),
      publicUrl: () => 'https://estafette.example/',
    };
    room = await openRoom({ database, mentionMails });
    ({ id } = await room.draft());
    addresses.set(room.people.claire.id, 'claire@mildeca.example');
    addresses.set(room.people.hugo.id, 'hugo@mildeca.example');
  });
  beforeEach(() => {
    mails = [];
  });
  after(() => room.close());

  it('is written to once, with who and where, never with what was said', async () => {
    const { claire, hugo, nora } = room.people;
    const form = {
      ...{ pointed: wholeText, blocking: false },
      // Nora has no address: her first page tells her.
      ...said('Un secret bien gardé.', [claire.id, nora.id]),
    };
    const { thread } = take(await room.instructions.openThread(hugo, id, form));
    take(await room.instructions.openThread(hugo, id, form));
    await outbox.sendDue();
    await outbox.sendDue();
    expect(mails.map(({ to }) => to.address)).to.deep.equal(['claire@mildeca.example']);
    const [mail] = mails;
    const link = `https://estafette.example/instructions/2027-chefs-de-projets/commentaires?filtre=tous#fil-${thread}`;
    expect(mail?.text).to.contain(link);
    expect(mail?.subject).to.contain('Hugo Reviewer').and.to.contain('Chefs de projets 2027');
    expect(JSON.stringify(mail)).not.to.contain('secret');
    const [line] = await room.journal.list({ types: ['outbox.ended'] });
    expect(line?.data).to.include({ kind: 'comment-mention', office: '', outcome: 'accepted' });
  });

  it('is written to about an answer too, and nobody about their own words', async () => {
    const { claire, hugo } = room.people;
    const [thread] = await room.instructions.listThreads(id);
    const answer = said('Vu.', [hugo.id, claire.id]);
    take(await room.instructions.replyIn(claire, id, thread?.id ?? '', answer));
    await outbox.sendDue();
    expect(mails.map(({ to }) => to.address)).to.deep.equal(['hugo@mildeca.example']);
  });
});

type PostMention = NonNullable<NonNullable<Parameters<typeof openRoom>[0]>['mentionMails']>['post'];

describe('a blocking comment', () => {
  let room: Room;
  let id: string;
  before(async () => {
    room = await openRoom();
    ({ id } = await room.draft());
  });
  after(() => room.close());

  const openedBy = async (actor: Actor, blocking = true) =>
    take(
      await room.instructions.openThread(actor, id, {
        ...{ pointed: wholeText, blocking },
        ...said('Rien ne part ainsi.'),
      }),
    ).thread;
  const resolve = async (actor: Actor, thread: string) =>
    failureOf(room.instructions.resolveThread(actor, id, thread));

  it('is not lifted by whom it blocks, but by its author, a reviewer or a signatory', async () => {
    const { claire, paul, hugo, nora, omni } = room.people;
    const thread = await openedBy(hugo);
    for (const drafter of [claire, paul])
      expect(await resolve(drafter, thread)).to.equal('forbidden: comments.blocking-stays');
    for (const decider of [hugo, nora, omni]) {
      expect(await resolve(decider, thread)).to.equal('nothing failed');
      await room.instructions.reopenThread(hugo, id, thread);
    }
    expect(await resolve(claire, await openedBy(claire))).to.equal('nothing failed');
    expect(await resolve(claire, await openedBy(hugo, false))).to.equal('nothing failed');
  });

  it('is not lifted either by a reviewer who is an author of the text', async () => {
    const { claire, hugo, omni } = room.people;
    const thread = await openedBy(hugo);
    await room.instructions.declareAuthor(claire, id, omni.id);
    expect(await resolve(omni, thread)).to.equal('forbidden: comments.blocking-stays');
    expect(await resolve(hugo, thread)).to.equal('nothing failed');
  });
});
