import { expect } from 'chai';
import { createArchiveRoutes } from '../../src/archive/archive-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { paragraphs, take } from '../drafts/drafting-room.ts';
import { openTestSite } from '../site.ts';
import { openArchive, type ArchiveRoom } from './dispatched-instruction.ts';

const messages = loadMessages('templates/messages');

/** What the page says, without its tags. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#x27;', "'");
}

describe('texts that are bound to each other', function () {
  // Every room runs in these, and the pages' own bundle.
  this.timeout(60_000);
  let room: ArchiveRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let first: { id: string; slug: string };
  let next: { id: string; slug: string };
  before(async () => {
    room = await openArchive();
    const deps = { archive: room.archive, clock: room.clock, messages, publicUrl: () => 'http://localhost' };
    site = await openTestSite({ routes: createArchiveRoutes(deps), roles: ['auditor'] });
    const { claire, nora } = room.people;
    first = await room.dispatched();
    next = take(await room.instructions.rollOver(claire, first.id));
    const orientations = paragraphs('Un paragraphe tout neuf, qui ouvre le texte.', 'Prévenir enfin.');
    const { revision } = await room.instructions.get(next.id);
    const saved = { baseRevision: revision, fields: {}, sections: { orientations } };
    take(await room.instructions.save(claire, next.id, saved));
    take(await room.instructions.freeze(claire, next.id));
    const [version] = await room.instructions.circuitOf(next.id);
    const visa = { sha256: version?.sha256 ?? '', reason: '' };
    take(await room.instructions.giveVisa(room.people.hugo, next.id, visa));
    take(await room.instructions.sign(nora, next.id));
    const wanted = { relation: 'amends', changes: 'Une échéance est reportée.' };
    take(await room.instructions.beginAmendment(claire, first.id, wanted));
    const repeal = { act: '', on: '2026-12-07', byId: next.id, reason: 'Lu au Journal officiel.' };
    take(await room.instructions.recordRepeal(nora, first.id, repeal));
  });
  after(async () => {
    await site.close();
    await room.close();
  });
  const read = async (path: string) => (await site.get(path)).text;

  it('are told in the story of each, with the other’s dossier beside', async () => {
    const told = textOf(await read(`/instructions/${first.slug}/dossier?quoi=suites`));
    expect(told).to.contain('Un autre texte a été préparé à partir de celui-ci');
    expect(told).to.contain('Rectificatif de ce texte commencé').and.to.contain('Abrogation enregistrée');
    expect(told).to.contain('A servi à préparer').and.to.contain('Corrigé par le rectificatif');
    const after = await read(`/instructions/${next.slug}/dossier`);
    expect(textOf(after)).to.contain('Un autre texte a été enregistré comme abrogé par celui-ci');
    expect(textOf(after)).to.contain('Préparée à partir du texte de 2027');
    expect(after).to.contain(`href="/instructions/${first.slug}/dossier"`);
    expect(after).to.contain(`href="/comparer/${first.slug}/${next.slug}"`);
  });

  it('say what is known of the publication, and conclude nothing', async () => {
    const text = textOf(await read(`/instructions/${first.slug}/dossier`));
    expect(text)
      .to.contain('La publication')
      .and.not.to.match(/est réputée abrogée/);
  });

  it('are compared paragraph by paragraph, in figures too', async () => {
    const page = await read(`/comparer/${first.slug}/${next.slug}`);
    const text = textOf(page);
    expect(text).to.contain('Comparaison : 2027 et 2028').and.to.contain('1 paragraphe ajouté');
    expect(text)
      .to.match(/Prévenir\s+\[retiré : d’abord ?\.? ?\]/)
      .and.to.contain('[ajouté : enfin');
    expect(text).to.contain('Aucun des deux textes ne porte de crédits');
    expect(page).to.contain(`href="/comparer/${next.slug}/${first.slug}"`);
    const other = textOf(await read(`/comparer/${next.slug}/${first.slug}`));
    expect(other).to.contain('1 paragraphe retiré').and.to.contain('0 paragraphe ajouté');
  });
});
