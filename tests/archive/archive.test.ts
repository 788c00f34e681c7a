import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { createArchiveRoutes } from '../../src/archive/archive-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { dropTrigger } from '../database.ts';
import { openTestSite } from '../site.ts';
import type { Role } from '../../src/web/route.ts';
import { openArchive, type ArchiveRoom } from './dispatched-instruction.ts';

const messages = loadMessages('templates/messages');

/** What the page says, without its tags. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#x27;', "'");
}

describe('what an auditor reads', function () {
  // Every room runs in these, and the pages' own bundle.
  this.timeout(180_000);
  let room: ArchiveRoom;
  let site: Awaited<ReturnType<typeof openTestSite>> | undefined;
  beforeEach(async () => {
    room = await openArchive();
  });
  afterEach(async () => {
    await site?.close();
    site = undefined;
    await room.close();
  });

  async function enter(role: Role = 'auditor') {
    const routes = createArchiveRoutes({
      archive: room.archive,
      clock: room.clock,
      messages,
      publicUrl: () => 'https://estafette.example',
    });
    return (site ??= await openTestSite({ routes, roles: [role] }));
  }
  const read = async (path: string) => textOf((await (await enter()).get(path)).text);

  describe('in the dossier of an instruction', () => {
    it('is the whole proof: document, visa, 106 offices, acknowledgement, journal', async () => {
      room.mailer.answer('circulaires@ain.pref.example', { outcome: 'refused', reply: '550 no', code: 550 });
      const { slug, id } = await room.dispatched('OFF-01', 'OFF-69');
      await room.acknowledge('circulaires@rhone.pref.example');
      const text = await read(`/instructions/${slug}/dossier`);
      const signed = await room.instructions.signedVersion(id);
      expect(text).to.contain(signed?.sha256).and.to.contain(signed?.frozenSha256);
      expect(text).to.contain('visa donné par Hugo Reviewer');
      expect(text).to.contain('vers 106 bureaux').and.to.contain('1 reçus à ce jour');
      expect(text).to.match(/Préfecture de l’Ain injoignable 1/);
      expect(text).to.match(
        /Préfecture du Rhône acceptée par le serveur 1 .{20,40} Jeanne Morel, directrice de cabinet/,
      );
      expect(text).to.contain('Réception accusée (déclaré) : préfecture du Rhône');
      expect(
        text.match(/Préfecture de|Préfecture du|Préfecture des|Préfecture d’/g)?.length,
      ).to.be.greaterThan(95);
    });

    it('gathers what was said of many offices, each line and its proof within reach', async () => {
      const { slug, id } = await room.dispatched();
      const { get } = await enter();
      const folded = (await get(`/instructions/${slug}/dossier`)).text;
      expect(textOf(folded)).to.match(
        /Envoi prévu : préfecture de l’Ain, et 105 autres entre les lignes \d+ et \d+/,
      );
      expect(folded.match(/Envoi prévu\s: préfecture de l’Ain</g)).to.have.length(1);
      expect(folded)
        .to.contain(`/instructions/${slug}/diffusion/OFF-01"`)
        .and.not.to.contain('<details open');
      expect((await get(`/instructions/${slug}/dossier?detail=oui`)).text).to.contain('<details open');
      const visas = textOf((await get(`/instructions/${slug}/dossier?quoi=visas`)).text);
      const frozen = (await room.instructions.circuitOf(id))[0];
      expect(visas).to.contain('Visa donné sur la version 1').and.not.to.contain('Envoi prévu');
      expect(visas).to.contain(`PDF figé, version 1 ${frozen?.sha256.slice(0, 12)}`);
      expect(textOf((await get(`/instructions/${slug}/dossier?quoi=nimporte`)).text)).to.contain(
        'Envoi prévu',
      );
    });

    it('says who erased people were: nobody any more', async () => {
      const { slug } = await room.dispatched('OFF-69');
      await room.acknowledge('circulaires@rhone.pref.example');
      await room.database('acknowledgement_persons').del();
      await room.database('user_identities').where({ user_id: room.people.hugo.id }).del();
      const text = await read(`/instructions/${slug}/dossier`);
      expect(text).to.contain('visa donné par une personne dont le nom est effacé');
      expect(text).not.to.contain('Jeanne Morel').and.not.to.contain('Hugo');
      expect((await room.journal.verify()).valid).to.equal(true);
    });

    it('is there for a draft too, and says what is not yet', async () => {
      const { slug } = await room.draft();
      const text = await read(`/instructions/${slug}/dossier`);
      expect(text).to.contain('pas encore signé').and.to.contain('Aucune diffusion');
      expect((await (await enter()).get('/instructions/inconnue/dossier')).status).to.equal(404);
    });
  });

  describe('in the journal', () => {
    it('is every line in French, newest first, from page to page', async () => {
      await room.dispatched();
      const seen: number[] = [];
      let path: string | undefined = '/journal';
      const { get } = await enter();
      while (path !== undefined) {
        const { text } = await get(path);
        seen.push(...[...text.matchAll(/<tr id="ligne-(\d+)">/g)].map((match) => Number(match[1])));
        path = /href="([^"]+)">Lignes plus anciennes/.exec(text)?.[1]?.replaceAll('&#x3D;', '=');
      }
      const { lines } = await room.journal.verify();
      expect(seen).to.deep.equal(Array.from({ length: lines }, (_, index) => lines - index));
    });

    it('leads from a line to the dossier of its instruction', async () => {
      const { slug } = await room.draft();
      expect((await (await enter()).get('/journal')).text).to.contain(`/instructions/${slug}/dossier`);
    });

    it('gives each line an address, where its hash can be made again', async () => {
      const { id } = await room.draft();
      const [line] = await room.journal.list({ subjects: [`instruction:${id}`] });
      const { get } = await enter();
      const { text } = await get(`/journal/${line?.line}`);
      const sealed = /<code>(\{.*?\})<\/code>/s.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '';
      const bytes = sealed.replaceAll('&#x3D;', '=').replaceAll('&#x27;', "'");
      expect(createHash('sha256').update(bytes).digest('hex')).to.equal(line?.hash);
      expect(text).to.contain(line?.hash).and.to.contain('elle est la même');
      for (const none of ['/journal/0', '/journal/999999', '/journal/zut'])
        expect((await get(none)).status, none).to.equal(404);
      await dropTrigger(room.database, 'journal', 'journal_is_append_only_update');
      await room.database('journal').where({ line: line?.line }).update({ actor: 'someone-else' });
      expect((await get(`/journal/${line?.line}`)).text).to.contain('elle est différente');
    });

    it('shows a drafter the lines about texts, and no other', async () => {
      const { id } = await room.draft();
      await room.database.transaction((trx) =>
        room.journal.append(trx, {
          type: 'session.opened',
          actor: 'u',
          subject: 'user:u',
          data: { user: 'u' },
        }),
      );
      const [line] = await room.journal.list({ subjects: [`instruction:${id}`] });
      const [other] = await room.journal.list({ types: ['session.opened'] });
      const { get } = await enter('drafter');
      expect((await get(`/journal/${line?.line}`)).status).to.equal(200);
      expect((await get(`/journal/${other?.line}`)).status).to.equal(403);
    });

    it('names an instruction to the administrator, who may not read it', async () => {
      const { slug, title } = await room.draft();
      const { get } = await enter('administrator');
      const { text } = await get('/journal');
      expect(text).to.contain(title);
      expect(text).not.to.contain('/dossier');
      for (const path of ['/recherche', `/instructions/${slug}/dossier`]) {
        expect((await get(path)).status, path).to.equal(403);
      }
    });

    it('is closed to those who write', async () => {
      const { get } = await enter('drafter');
      expect((await get('/journal')).status).to.equal(403);
    });
  });

  describe('in the search', () => {
    it('is found without accents, its words marked', async () => {
      await room.draft();
      const { get } = await enter();
      const { text } = await get('/recherche?mots=PREVENIR');
      expect(text).to.contain('<mark>Prévenir</mark>');
      expect(textOf(text)).to.contain('1 document trouvé');
    });

    it('is filtered by year and state, and a wrong filter asks for nothing', async () => {
      await room.draft();
      expect(await read('/recherche?annee=2027&etat=draft')).to.contain('1 document trouvé');
      expect(await read('/recherche?mots=prevenir&etat=closed')).to.contain('Aucun document ne correspond');
      expect(await read('/recherche?annee=zzzz&etat=nope')).to.contain('Retrouver un document');
      expect(await read('/recherche?mots=de+la')).to.contain('dans tous les textes');
    });

    it('shows HTML of the question as text', async () => {
      const { text } = await (await enter()).get('/recherche?mots=%3Cscript%3Ealert(1)%3C%2Fscript%3E');
      expect(text).not.to.contain('<script>alert');
    });
  });
});
