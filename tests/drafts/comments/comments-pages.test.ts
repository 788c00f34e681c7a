import { expect } from 'chai';
import { namedIn } from '../../../src/drafts/comments/comments-page.ts';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import type { Role } from '../../../src/web/route.ts';
import { openTestSite } from '../../site.ts';
import { openRoom, type Room } from '../drafting-room.ts';

const messages = loadMessages('templates/messages');
const base = '/instructions/2027-chefs-de-projets';
const comments = `${base}/commentaires`;

describe('the pages beside a text', () => {
  let room: Room;
  let id: string;
  const closing: (() => Promise<unknown>)[] = [];
  before(async () => {
    room = await openRoom();
    ({ id } = await room.draft());
  });
  after(async () => {
    await Promise.all(closing.map((close) => close()));
    await room.close();
  });

  const sites = new Map<string, ReturnType<typeof openTestSite>>();
  /** The site as one of the room’s people sees it, opened once. */
  function as(who: keyof Room['people'], roles = room.people[who].roles as Role[]) {
    const key = `${who} ${roles.join()}`;
    const opened = sites.get(key) ?? open(who, roles);
    sites.set(key, opened);
    return opened;
  }

  async function open(who: keyof Room['people'], roles: Role[]) {
    const everyone = Object.values(room.people);
    const site = await openTestSite({
      routes: createInstructionsRoutes({
        ...{ instructions: room.instructions, messages, clock: room.clock },
        namesOf: async (ids) =>
          new Map(everyone.filter((each) => ids.includes(each.id)).map((each) => [each.id, each.name])),
        officeNames: async () => new Map(),
        listPeople: async () => everyone,
      }),
      userId: room.people[who].id,
      roles,
    });
    closing.push(site.close);
    return site;
  }
  const threads = () => room.instructions.listThreads(id);

  it('let a reviewer comment on a passage, hold the submission, and name who is to read it', async () => {
    const hugo = await as('hugo');
    expect((await hugo.get(comments)).text).to.contain('Aucun fil ouvert');
    const form = { form: newId(), part: '', words: 'À revoir, @Claire Drafter.', blocking: 'yes' };
    const lost = await hugo.send(comments, { ...form, quote: 'Ce qui n’y est pas' });
    expect(lost.status).to.equal(422);
    expect(lost.text)
      .to.contain('Ces mots ne sont pas dans le texte')
      .and.to.contain('À revoir, @Claire Drafter.');
    const written = await hugo.send(comments, { ...form, quote: 'd’abord' });
    expect(written.status).to.equal(303);
    const [thread] = await threads();
    expect(thread?.comments[0]?.mentions).to.deep.equal([room.people.claire.id]);
    expect(written.headers.get('location')).to.equal(`${comments}?filtre=tous#fil-${thread?.id}`);

    const claire = await as('claire');
    const page = await claire.get(`${comments}?filtre=miens`);
    expect(page.text)
      .to.contain('Bloquant')
      .and.to.contain('« d’abord »')
      .and.to.contain('À l’attention de Claire');
    expect((await claire.get(`${base}/verifications`)).text)
      .to.contain('Un commentaire bloquant n’est pas résolu')
      .and.to.contain(`${comments}#fil-${thread?.id}`);
    expect((await claire.get(`${base}/soumettre`)).text).to.contain(
      'Le texte ne peut pas encore être soumis',
    );
  });

  it('let another answer, mend, resolve and open again', async () => {
    const claire = await as('claire');
    const address = `${comments}/${(await threads())[0]?.id}`;
    await claire.send(address, { form: newId(), words: 'C’est fait.' }, comments);
    const answer = (await threads())[0]?.comments[1]?.id ?? '';
    await claire.send(`${address}/${answer}`, { action: 'modifier', words: 'C’est corrigé.' }, comments);
    expect((await claire.get(comments)).text)
      .to.contain('C’est corrigé.')
      .and.to.contain('(modifié)');
    expect((await claire.get(comments)).text)
      .to.contain('un viseur ou un signataire le marquera')
      .and.not.to.contain('resoudre');
    const refused = await claire.send(`${address}/etat`, { action: 'resoudre' }, comments);
    expect([refused.status, refused.text.includes('Ce fil est bloquant')]).to.deep.equal([403, true]);
    await (await as('hugo')).send(`${address}/etat`, { action: 'resoudre' }, comments);
    expect((await claire.get(comments)).text).to.contain('Aucun fil ouvert');
    expect((await claire.get(`${comments}?filtre=resolus`)).text).to.contain('Résolu par Hugo Reviewer');
    await claire.send(`${address}/etat`, { action: 'rouvrir' }, comments);
    await claire.send(`${address}/${answer}`, { action: 'retirer' }, comments);
    expect((await claire.get(comments)).text).to.contain('Commentaire retiré par son auteur');
  });

  it('tell an auditor how many there are and why they are not shown, and none of their words', async () => {
    const auditor = await as('omni', ['auditor']);
    for (const path of [comments, `${comments}.json`, `${base}/verifications`]) {
      const { status, text } = await auditor.get(path);
      expect(text).not.to.contain('À revoir, @Claire').and.not.to.contain('d’abord');
      if (path.includes('verifications')) continue;
      expect([status, text.includes('document de travail du service')]).to.deep.equal([403, true]);
    }
  });

  it('give the editor the places of what it shows over the text', async () => {
    const { text } = await (await as('claire')).get(`${comments}.json`);
    expect(JSON.parse(text)).to.deep.include({ revision: 2 });
    expect(JSON.parse(text).passages[0]).to.deep.include({
      ...{ kind: 'blocking', part: 'sections[orientations]', from: 9, to: 16, quote: 'd’abord' },
      ...{ author: 'Hugo Reviewer', words: 'À revoir, @Claire Drafter.' },
    });
  });

  it('let a drafter say that passages were read again, several at once', async () => {
    const { content } = await room.instructions.draftOf(id);
    const passages = [
      { part: 'sections[orientations]', from: 0, to: 8, why: 'date' as const },
      { part: 'sections[orientations]', from: 9, to: 16, why: 'year' as const },
    ];
    const marked = { instructionId: id, actorId: room.people.claire.id, content, passages };
    await room.database.transaction((trx) => room.instructions.markToReview(trx, marked));
    const claire = await as('claire');
    const page = await claire.get(`${base}/a-revoir`);
    expect(page.text).to.contain('<strong>Prévenir</strong>').and.to.contain('#passage-');
    const chosen = [...page.text.matchAll(/name="(passages\[[^"]+\])"/g)].map(([, name = '']) => [
      name,
      'yes',
    ]);
    const fields = { action: 'relu', ...Object.fromEntries(chosen) };
    expect((await claire.send(`${base}/a-revoir`, fields)).status).to.equal(303);
    expect((await claire.get(`${base}/a-revoir`)).text).to.contain('Relu par Claire Drafter');
    expect((await (await as('hugo')).get(`${base}/a-revoir`)).text).not.to.contain('<input type="checkbox"');
  });

  it('check what a person has typed before it is saved', async () => {
    const typing = {
      ...{ screen: newId(), seen: '', turn: 1, baseRevision: 2, bases: {} },
      controls: { 'fields[subject]': 'Réunion du 31 février 2027' },
    };
    await room.instructions.keepTyped(room.people.claire, id, typing);
    const mine = await (await as('claire')).get(`${base}/verifications`);
    expect(mine.text).to.contain('31 février 2027').and.to.contain('ce que vous avez saisi');
    expect((await (await as('hugo')).get(`${base}/verifications`)).text).not.to.contain('31 février');
  });
});

describe('a name in a comment', () => {
  const people = [
    { id: '1', name: 'Anne Roux' },
    { id: '2', name: 'Anne Rouxel' },
  ];
  it('names whom it fits longest, and nobody in an address', () => {
    expect(namedIn('Voir @anne rouxel, puis @Anne Roux.', people)).to.deep.equal(['2', '1']);
    expect(namedIn('Écrire à anne@example.org', people)).to.deep.equal([]);
  });
});
