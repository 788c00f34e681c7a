import { expect } from 'chai';
import { leftBlocking } from '../../../src/drafts/comments/comments.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

const part = 'sections[orientations]';

describe('comments on a text', () => {
  let room: Room;
  let id: string;
  beforeEach(async () => {
    room = await openRoom();
    ({ id } = await room.draft());
  });
  afterEach(() => room.close());

  const said = (words: string, mentions: string[] = []) => ({ formKey: newId(), words, mentions });
  const pointAt = (quote: string, more: { part?: string; unsaved?: boolean } = {}) => ({
    part,
    quote,
    ...more,
  });
  const threads = () => room.instructions.listThreads(id);
  const open = async (
    who: keyof Room['people'],
    quote: string,
    { words = 'À préciser.', blocking = false, mentions = [] as string[] } = {},
  ) =>
    take(
      await room.instructions.openThread(room.people[who], id, {
        ...{ pointed: pointAt(quote), blocking },
        ...said(words, mentions),
      }),
    ).thread;

  it('are threads on a passage, which others answer, resolve and open again', async () => {
    const { instructions, people } = room;
    const thread = await open('hugo', 'd’abord');
    await instructions.replyIn(people.claire, id, thread, said('C’est fait.'));
    await instructions.resolveThread(people.claire, id, thread);
    const [resolved] = await threads();
    expect(resolved?.anchor).to.include({ part, quote: 'd’abord', gone: false });
    expect(resolved?.comments.map(({ words }) => words)).to.deep.equal(['À préciser.', 'C’est fait.']);
    expect(resolved?.resolvedBy).to.equal(people.claire.id);
    const late = await instructions.replyIn(people.hugo, id, thread, said('Non.'));
    expect(late.ok ? '' : late.errors[0]?.key).to.equal('comments.resolved-meanwhile');
    await instructions.reopenThread(people.hugo, id, thread);
    expect((await threads())[0]?.resolvedAt).to.equal(null);
    expect((await room.typesOf(id)).filter((type) => type.startsWith('comment.'))).to.deep.equal([
      'comment.written',
      'comment.written',
      'comment.resolved',
      'comment.reopened',
    ]);
  });

  it('hold the submission while one is blocking and open', async () => {
    const { instructions, people } = room;
    const thread = await open('nora', 'Prévenir', { words: 'Rien ne part ainsi.', blocking: true });
    expect(keysOf(await instructions.freeze(people.claire, id))).to.deep.equal([
      'checks.blocking-comment.what',
    ]);
    await instructions.resolveThread(people.nora, id, thread);
    take(await instructions.freeze(people.claire, id));
  });

  it('are written on a frozen text without changing a byte of it', async () => {
    const { instructions, people } = room;
    const version = take(await instructions.freeze(people.claire, id));
    const before = await instructions.versionPdf(id, 1);
    const { content } = await instructions.draftOf(id);
    const thread = await open('hugo', 'Prévenir', { blocking: true });
    await instructions.replyIn(people.claire, id, thread, said('Bien.'));
    expect((await instructions.frozenVersion(id))?.sha256).to.equal(version.sha256);
    expect(await instructions.versionPdf(id, 1)).to.deep.equal(before);
    expect((await instructions.draftOf(id)).content).to.deep.equal(content);
    expect(await room.stateOf(id)).to.equal('in_review');
  });

  it('point at words that are not saved yet, and are there at the next save', async () => {
    const pointed = pointAt('Écrit à l’instant', { unsaved: true });
    take(
      await room.instructions.openThread(room.people.claire, id, {
        pointed,
        blocking: false,
        ...said('Ici ?'),
      }),
    );
    expect((await threads())[0]?.anchor.gone).to.equal(true);
    const sections = { orientations: paragraphs('Prévenir d’abord.', 'Écrit à l’instant.') };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: 2, sections }));
    expect((await threads())[0]?.anchor).to.include({ gone: false, from: 18 });
  });

  it('wait for a picture that is not saved yet, and stand nowhere else meanwhile', async () => {
    const pointed = pointAt('\ufffc', { unsaved: true });
    const about = { pointed, blocking: false, ...said('Laquelle ?') };
    take(await room.instructions.openThread(room.people.claire, id, about));
    expect((await threads())[0]?.anchor).to.include({ gone: true, from: null });
  });

  it('find words wherever they stand, as people copy them; not those that are nowhere', async () => {
    const { instructions, people } = room;
    const find = (quote: string) =>
      instructions.openThread(people.claire, id, {
        ...{ pointed: { part: '', quote }, blocking: false },
        ...said('Ici.'),
      });
    take(await find("Prévenir  d'abord"));
    expect((await threads())[0]?.anchor.quote).to.equal('Prévenir d’abord');
    expect(keysOf(await find('Guérir ensuite'))).to.deep.equal(['comments.quote-not-found']);
    take(await find(''));
    expect((await threads())[1]?.anchor.part).to.equal(null);
  });

  it('are said once, however often their form is posted', async () => {
    const form = { pointed: pointAt('Prévenir'), blocking: false, ...said('Une fois.') };
    const first = take(await room.instructions.openThread(room.people.hugo, id, form));
    expect(take(await room.instructions.openThread(room.people.hugo, id, form))).to.deep.equal(first);
    expect(await threads()).to.have.length(1);
  });

  it('are mended or withdrawn by their author alone, until somebody has answered', async () => {
    const { instructions, people } = room;
    const threadId = await open('hugo', 'Prévenir', { blocking: true });
    const commentId = (await threads())[0]?.comments[0]?.id ?? '';
    const change = (who: keyof Room['people'], words: string | null) =>
      instructions.changeComment(people[who], id, { threadId, commentId, words });
    expect(await failureOf(change('claire', 'Autre.'))).to.equal('conflict: comments.too-late');
    await change('hugo', 'Mieux dit.');
    expect((await threads())[0]?.comments[0]).to.include({ words: 'Mieux dit.' });
    await change('hugo', null);
    expect(await threads()).to.deep.equal([]);
    expect(leftBlocking(await threads())).to.deep.equal([]);
    take(await instructions.freeze(people.claire, id));

    const other = await open('hugo', 'Prévenir');
    const first = (await threads())[0]?.comments[0]?.id ?? '';
    await instructions.replyIn(people.claire, id, other, said('Vu.'));
    const late = instructions.changeComment(people.hugo, id, {
      threadId: other,
      commentId: first,
      words: null,
    });
    expect(await failureOf(late)).to.equal('conflict: comments.too-late');
  });

  it('wait for who is named in them, until they answer or the thread is resolved', async () => {
    const { instructions, people } = room;
    const thread = await open('hugo', 'Prévenir', { mentions: [people.claire.id, people.nora.id] });
    const waiting = async (who: keyof Room['people']) =>
      (await instructions.openMentions(people[who].id)).length;
    expect([await waiting('claire'), await waiting('nora'), await waiting('hugo')]).to.deep.equal([1, 1, 0]);
    room.clock.advance(1000);
    await instructions.replyIn(people.claire, id, thread, said('Vu.'));
    expect([await waiting('claire'), await waiting('nora')]).to.deep.equal([0, 1]);
    await instructions.resolveThread(people.claire, id, thread);
    expect(await waiting('nora')).to.equal(0);
    await instructions.reopenThread(people.claire, id, thread);
    expect(await waiting('nora')).to.equal(1);
    const { sha256 } = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256, reason: '' }));
    take(await instructions.sign(people.nora, id, { sha256 }));
    expect(await waiting('nora'), 'nobody answers once it is signed').to.equal(0);
  });

  it('can be erased, and what stays tells nothing of them', async () => {
    await open('hugo', 'Prévenir', { words: 'Un nom propre.' });
    await room.database('comment_words').del();
    expect((await threads())[0]?.comments[0]?.words).to.equal(null);
    expect(JSON.stringify(await room.journal.list({ subjects: [`instruction:${id}`] }))).not.to.contain(
      'propre',
    );
    expect(await room.journal.verify()).to.include({ valid: true });
  });

  it('are not written once the text is signed, nor by who only reads', async () => {
    const { instructions, people } = room;
    const reader = { ...people.hugo, roles: ['auditor', 'dispatcher'] };
    const form = { pointed: pointAt('Prévenir'), blocking: false, ...said('Trop tard.') };
    expect(await failureOf(instructions.openThread(reader, id, form))).to.equal(
      'forbidden: comments.role-only',
    );
    const version = take(await instructions.freeze(people.claire, id));
    take(await instructions.giveVisa(people.hugo, id, { sha256: version.sha256, reason: '' }));
    take(await instructions.sign(people.nora, id));
    expect(await failureOf(instructions.openThread(people.claire, id, form))).to.equal(
      'conflict: comments.signed',
    );
  });
});
