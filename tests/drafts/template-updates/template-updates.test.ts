import { expect } from 'chai';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import type { InstructionTemplate } from '../../../src/drafts/ports.ts';
import { canonicalJson, type Json } from '../../../src/kernel/canonical-json.ts';
import { sha256Hex } from '../../../src/kernel/hash.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { createTestTemplate } from '../../fakes/fake-render.ts';
import { openTestSite } from '../../site.ts';
import { failureOf, keysOf, openRoom, paragraphs, take, type Room } from '../drafting-room.ts';

/** The next version: a section's starting text and a field come, another field and section go. */
function nextTemplate(
  change: (template: InstructionTemplate) => void = () => undefined,
): InstructionTemplate {
  const { source: _source, sha256: _sha256, ...template } = createTestTemplate('2');
  const next = template as InstructionTemplate;
  next.fields = [
    ...next.fields.filter(({ key }) => key !== 'heading'),
    { key: 'files', label: 'Pièces jointes', type: 'list', required: false },
  ];
  next.sections = next.sections
    .filter(({ key }) => key !== 'credits')
    .map((section) =>
      section.key === 'rappel' ? { ...section, start: paragraphs('Texte neuf.') as never } : section,
    );
  change(next);
  const source = canonicalJson(next as unknown as Json);
  return { ...next, source, sha256: sha256Hex(source) };
}

describe('an update of a text’s template', () => {
  let room: Room;
  const closing: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await room.close();
  });

  const install = (template: InstructionTemplate) => {
    room.render.listTemplates = () => [template];
  };

  /** A draft in which Claire wrote, in the first version; the second one is installed since. */
  async function begun() {
    const { id } = await room.draft({ heading: 'Gouvernement' });
    const { revision } = await room.instructions.get(id);
    const credits = { credits: paragraphs('Les crédits sont notifiés.') };
    take(await room.instructions.save(room.people.claire, id, { baseRevision: revision, sections: credits }));
    const next = nextTemplate();
    install(next);
    return { id, next, revision: revision + 1 };
  }

  it('changes nothing in a text already begun, until somebody takes it', async () => {
    const { id } = await begun();
    const { template, content } = await room.instructions.draftOf(id);
    expect(template.version).to.equal('1');
    expect(content.sections['rappel']).to.contain('Texte fixe.');
  });

  it('is offered with what it changes', async () => {
    const { id } = await begun();
    const update = await room.instructions.templateUpdateOf(id);
    expect(update?.differences.parts.map(({ key, state, aspects }) => [key, state, aspects])).to.deep.equal([
      ['files', 'added', []],
      ['heading', 'removed', []],
      ['rappel', 'changed', ['start']],
      ['credits', 'removed', []],
    ]);
    expect(update?.carried.followed).to.deep.equal([{ part: 'sections[rappel]', title: 'Rappel' }]);
    expect(
      update?.carried.aside.map(({ title, content }) => [title, content.includes('notifiés')]),
    ).to.deep.equal([
      ['En-tête', false],
      ['Les crédits', true],
    ]);
  });

  it('is not offered when nothing of it concerns the text', async () => {
    const { id } = await room.draft();
    const { source: _source, sha256: _sha256, ...same } = createTestTemplate('1.1');
    const source = canonicalJson({ ...same, purpose: 'Pour le dire.' } as unknown as Json);
    install({ ...same, purpose: 'Pour le dire.', source, sha256: sha256Hex(source) });
    expect(await room.instructions.templateUpdateOf(id)).to.equal(undefined);
  });

  it('is taken as a revision, and keeps every word that was typed', async () => {
    const { id, next, revision } = await begun();
    const seen = { revision, templateSha256: next.sha256 };
    expect(take(await room.instructions.takeTemplateUpdate(room.people.claire, id, seen))).to.deep.equal({
      revision: revision + 1,
      aside: 2,
    });
    const { template, content, keptAside, instruction } = await room.instructions.draftOf(id);
    expect([template.version, template.sha256]).to.deep.equal(['2', next.sha256]);
    expect(content.sections['orientations']).to.contain('Prévenir d’abord.');
    expect(content.sections['rappel']).to.contain('Texte neuf.');
    expect(
      keptAside.map(({ part, content: text, cause }) => [part, text.includes('notifiés'), cause]),
    ).to.deep.equal([
      ['fields[heading]', false, 'template-updated'],
      ['sections[credits]', true, 'template-updated'],
    ]);
    // What an instruction began with stays written in its own row.
    expect(instruction.templateSha256).to.equal(createTestTemplate().sha256);
    expect(await room.typesOf(id)).to.include.members(['instruction.template-updated']);
    expect(await room.instructions.templateUpdateOf(id)).to.equal(undefined);
  });

  it('holds for every revision that follows', async () => {
    const { id, next, revision } = await begun();
    take(
      await room.instructions.takeTemplateUpdate(room.people.claire, id, {
        revision,
        templateSha256: next.sha256,
      }),
    );
    const saved = { baseRevision: revision + 1, fields: { 'files.lines': 'Un\nDeux' } };
    take(await room.instructions.save(room.people.claire, id, saved));
    take(await room.instructions.freeze(room.people.claire, id));
    expect(room.render.inputs.at(-1)?.template.sha256).to.equal(next.sha256);
    expect(room.render.inputs.at(-1)?.fields['files']).to.equal('["Un","Deux"]');
  });

  it('is refused when the text, or the template, is no longer what was read', async () => {
    const { id, next, revision } = await begun();
    const attempt = (seen: { revision: number; templateSha256: string }) =>
      room.instructions.takeTemplateUpdate(room.people.claire, id, seen);
    expect(keysOf(await attempt({ revision: revision - 1, templateSha256: next.sha256 }))).to.deep.equal([
      'drafts.template.saved-meanwhile',
    ]);
    expect(keysOf(await attempt({ revision, templateSha256: 'a'.repeat(64) }))).to.deep.equal([
      'drafts.template.no-longer',
    ]);
    expect((await room.instructions.draftOf(id)).template.version).to.equal('1');
  });

  it('is for a draft and its drafters alone', async () => {
    const { id, next, revision } = await begun();
    const seen = { revision, templateSha256: next.sha256 };
    const attempt = (who: keyof Room['people']) =>
      failureOf(room.instructions.takeTemplateUpdate(room.people[who], id, seen));
    expect(await attempt('hugo')).to.equal('forbidden: drafts.role.drafter-only');
    take(await room.instructions.freeze(room.people.claire, id));
    expect(await room.instructions.templateUpdateOf(id)).to.equal(undefined);
    expect(await attempt('claire')).to.equal('conflict: drafts.state.not-a-draft');
    // Nor behind the room's back.
    const row = {
      instruction_id: id,
      from_revision: revision + 1,
      template_sha256: createTestTemplate().sha256,
    };
    const insert = room.database('template_updates').insert({ ...row, taken_at: 'x', taken_by: 'x' });
    expect(await failureOf(insert)).to.contain('template_updates_are_taken_by_drafts');
  });

  it('has a page of its own, which a person confirms', async () => {
    const { id, next } = await begun();
    const routes = createInstructionsRoutes({
      instructions: room.instructions,
      messages: loadMessages('templates/messages'),
      clock: room.clock,
      namesOf: async () => new Map(),
      officeNames: async () => new Map(),
      listPeople: async () => [],
    });
    const site = await openTestSite({ routes, userId: room.people.claire.id, roles: ['drafter'] });
    closing.push(site.close);
    const { slug } = await room.instructions.get(id);
    const read = (html: string) => html.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/<[^>]+>|\s+/g, ' ');
    for (const address of ['', '/texte'])
      expect((await site.get(`/instructions/${slug}${address}`)).text, address)
        .to.contain('Une mise à jour du modèle existe')
        .and.to.contain(`href="/instructions/${slug}/modele"`);
    const page = await site.get(`/instructions/${slug}/modele`);
    expect(page.status).to.equal(200);
    for (const words of [
      'Pièces jointes',
      'Texte de départ de la rubrique « Rappel »',
      'neuf',
      'mis de côté',
    ])
      expect(read(page.text)).to.contain(words);
    const form = { revision: '3', template: next.sha256 };
    expect((await site.send(`/instructions/${slug}/modele`, { ...form, revision: '2' })).status).to.equal(
      409,
    );
    const taken = await site.send(`/instructions/${slug}/modele`, form);
    expect([taken.status, taken.headers.get('location')]).to.deep.equal([303, `/instructions/${slug}/texte`]);
    expect(read((await site.get(`/instructions/${slug}/texte`)).text))
      .to.contain('Les crédits sont notifiés.')
      .and.to.match(/Les crédits +Sans place dans le modèle mis à jour/);
    expect((await site.get(`/instructions/${slug}/modele`)).text).to.contain('Aucune mise à jour');
  });
});
