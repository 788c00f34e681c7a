import { expect } from 'chai';
import { createArchiveRoutes } from '../../src/archive/archive-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
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

describe('pages across the years', function () {
  // Every room runs in these, and the pages' own bundle.
  this.timeout(60_000);
  let room: ArchiveRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  before(async () => {
    room = await openArchive();
    const { clock } = room;
    const deps = { archive: room.archive, clock, messages, publicUrl: () => 'http://localhost' };
    site = await openTestSite({ routes: createArchiveRoutes(deps), roles: ['auditor'] });
  });
  after(async () => {
    await site.close();
    await room.close();
  });
  const read = async (path: string) => textOf((await site.get(path)).text);

  it('say what will be there, while nothing was ever sent', async () => {
    expect(await read('/territoires')).to.contain('se rempliront à la première diffusion');
    expect(await read('/territoires/01-ain')).to.contain('n’a encore reçu aucune instruction');
    expect(await read('/chiffres')).to.contain('Aucune instruction n’est encore signée');
    expect(await read('/comparer')).to.contain('Il faut deux textes');
  });

  it('tell what a territory received and who acknowledged it, in one number of queries whatever it received', async () => {
    const { slug } = await room.dispatched('OFF-01', 'OFF-69');
    room.clock.advance(3 * 86_400_000);
    await room.acknowledge('circulaires@rhone.pref.example');
    const rhone = await read('/territoires/69-rhone');
    expect(rhone).to.contain('au bout de 3 jours').and.to.contain('Jeanne Morel, directrice de cabinet');
    expect(rhone).to.contain('1 / 1 accusées');
    expect(await read('/territoires/01-ain')).to.contain('non reçu');
    // The region's letter is the one of the office that holds its mandate.
    expect(await read('/territoires/region-84-auvergne-rhone-alpes')).to.contain('au bout de 3 jours');
    expect((await site.get('/territoires/69-rhone')).text).to.contain(
      `/instructions/${slug}/diffusion/OFF-69`,
    );
    await room.database('acknowledgement_persons').del();
    expect(await read('/territoires/69-rhone')).to.contain('une personne dont le nom est effacé');

    const asked: string[] = [];
    room.database.on('query', ({ sql }) => asked.push(sql));
    await room.archive.years({ territoryId: 'DEP-69', perimeter: undefined });
    const ofOne = asked.splice(0).length;
    await room.archive.years({ perimeter: undefined });
    expect([ofOne, asked.length]).to.satisfy((counts: number[]) => Math.max(...counts) <= 12);
  });

  it('lead a code or an id to the territory’s own address, and nowhere from what is none', async () => {
    for (const address of ['01', 'DEP-01', '01-autre-nom']) {
      const answer = await site.get(`/territoires/${address}`);
      expect([answer.status, answer.headers.get('location')], address).to.deep.equal([
        303,
        '/territoires/01-ain',
      ]);
    }
    for (const none of ['ain', '999-nulle-part', 'region-01x', '%00'])
      expect((await site.get(`/territoires/${none}`)).status, none).to.be.oneOf([400, 404]);
  });

  it('give the same tables to spreadsheets and programs', async () => {
    const all = (await site.get('/territoires.csv')).text.trim().split('\r\n');
    // 18 regions, 101 departments, 6 collectivities, and the line of titles.
    expect(all).to.have.length(1 + 18 + 101 + 6);
    const [, rhone] = (await site.get('/territoires/69-rhone.csv')).text.trim().split('\r\n');
    expect(rhone?.split(';').slice(3, 6)).to.deep.equal(['DEP-69', 'Rhône', 'OFF-69']);
    const figures = JSON.parse((await site.get('/chiffres.json')).text) as {
      years: Record<string, unknown>[];
    };
    expect(figures.years[0]).to.include({ year: 2027, expected: 106, acknowledged: 1, medianDays: 3 });
    expect(figures.years[0]).to.include({ commitment: null, publicationDays: null });
    expect((await site.get('/chiffres.csv')).text).to.match(/Année;.*\r\n2027;1;;;106;106;1;3;/);
    const { text } = await site.get('/chiffres');
    expect(text).to.contain('<svg').and.to.contain('Le tableau de cette page dit la même chose');
    expect(text).not.to.contain('style=');
  });

  it('compare two texts at an address of their own, in words and figures', async () => {
    const { slug } = (await room.instructions.list())[0] ?? { slug: '' };
    expect((await site.get(`/comparer?de=${slug}&a=${slug}`)).headers.get('location')).to.equal(
      `/comparer/${slug}/${slug}`,
    );
    expect(await read(`/comparer/${slug}/${slug}`)).to.contain('C’est deux fois le même texte');
    expect((await site.get(`/comparer/${slug}/nulle-part`)).status).to.equal(404);
  });

  it('count only the years of a mission, and say that others exist', async () => {
    const outside = await room.archive.years({ perimeter: { toYear: 2020 } });
    expect([outside.outside, outside.instructions, outside.received]).to.deep.equal([1, [], []]);
    expect((await room.archive.years({ perimeter: { fromYear: 2027 } })).outside).to.equal(0);
  });
});
