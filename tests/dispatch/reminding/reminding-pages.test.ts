import { expect } from 'chai';
import { campaignPath, openDispatchSite } from '../dispatch-site.ts';
import { createRemindingBench } from './reminding-bench.ts';

type Site = Awaited<ReturnType<typeof openDispatchSite>>;
const path = `${campaignPath}/relances`;

/** One campaign on one site, from its ladder to the letter that a person sends. */
describe('the pages of reminders', () => {
  let bench: Awaited<ReturnType<typeof createRemindingBench>>;
  let site: Site;
  let auditor: Site;
  before(async () => {
    bench = await createRemindingBench(['OFF-01', 'OFF-67', 'OFF-974', 'OFF-987']);
    site = await openDispatchSite(bench);
    auditor = await openDispatchSite(bench, { roles: ['auditor'] });
  });
  after(async () => {
    await site.close();
    await auditor.close();
    await bench.database.destroy();
  });
  const textOf = async (address: string, of = site) => (await of.get(address)).text;
  const letterOf = async () =>
    `${path}/courriers/${(await bench.reminding.letters.list(bench.campaign.id))[0]?.id}`;

  it('say beforehand when reminders leave, for whom, where days or clocks differ, and what is written', async () => {
    const html = await textOf(path);
    expect(html).to.contain('4 relances partiront le 14\u00a0décembre\u00a02026');
    expect(html).to.contain('5 jours ouvrés avant l’échéance').and.to.contain('14/12/2026');
    expect(html).to.contain('Indian/Reunion').and.not.to.contain('Europe/Paris');
    expect(await textOf(campaignPath)).to.contain('4 relances partiront le 14\u00a0décembre\u00a02026');
    expect(await textOf(`${path}/etapes/1/texte`)).to.contain('préfecture de l’Ain');
    expect(await textOf(`${path}/etapes/4/texte`)).to.contain('Secrétaire général');
  });

  it('let a dispatcher move a step, and an auditor read only', async () => {
    expect((await auditor.get(path)).status).to.equal(200);
    expect(await textOf(path, auditor)).not.to.contain(`${path}/etapes/1"`);
    expect((await auditor.get(`${path}/etapes/1`)).status).to.equal(403);
    const step = `${path}/etapes/1`;
    const past = await site.send(step, { workingDays: '30', when: 'deadline-before', state: 'on' });
    expect(past.status).to.equal(422);
    expect(past.text).to.contain('à partir de demain').and.to.contain('value="30"');
    const absurd = await site.send(step, { workingDays: 'cinq', when: 'deadline-before', state: 'on' });
    expect(absurd.status).to.equal(422);
    const moved = await site.send(step, { workingDays: '4', when: 'deadline-before', state: 'on' });
    expect(moved.status).to.equal(303);
    expect(await textOf(path)).to.contain('4 relances partiront le 15\u00a0décembre\u00a02026');
    const added = { kind: 'reminder', workingDays: '7', when: 'deadline-after', state: 'on' };
    expect((await site.send(`${path}/etapes/nouvelle`, added)).status).to.equal(303);
    expect(await textOf(path)).to.contain('7 jours ouvrés après l’échéance');
  });

  it('show an office its reminders, and the one that its acknowledgement stopped', async () => {
    bench.mailer.answer('OFF-67@prefecture.example', async () => {
      await bench.acknowledge('OFF-67');
      return { outcome: 'accepted', reply: '250 Ok' };
    });
    await bench.at('2026-12-15T09:00:00.000Z');
    bench.mailer.recover();
    expect(await textOf(`${campaignPath}/OFF-01`)).to.contain('Relance, étape 1, contact de rang 1');
    const stopped = await textOf(`${campaignPath}/OFF-67`);
    expect(stopped).to.contain('la réception venait d’être accusée');
  });

  it('lay a letter before a person, who writes it, reads it once more, and sends it', async () => {
    await bench.at('2027-01-06T10:00:00.000Z');
    const letter = await letterOf();
    expect(await textOf(path)).to.contain('2 courriers de relance sont à relire');
    expect(await textOf(campaignPath)).to.contain('2 courriers de relance sont à relire');
    const proposed = await textOf(letter);
    expect(proposed)
      .to.contain('L’annuaire n’a pas de secrétaire général')
      .and.to.contain('préfecture de l’Ain');
    const typed = {
      addressee: 'Anne Lenoir',
      address: 'nobody',
      subject: 'Accusé',
      body: 'Madame,\n\nBonjour.',
    };
    const refused = await site.send(letter, { ...typed, next: 'read' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('Anne Lenoir');
    const kept = await site.send(letter, { ...typed, address: 'sg@ain.example', next: 'read' });
    expect(kept.headers.get('location')).to.equal(`${letter}/confirmer`);
    const before = bench.mailer.delivered.length;
    const confirm = await textOf(`${letter}/confirmer`);
    expect(confirm).to.contain('Anne Lenoir').and.to.contain('sg@ain.example');
    const hash = /name="hash" value="(\w+)"/.exec(confirm)?.[1] ?? '';
    await site.send(`${letter}/envoyer`, { hash: 'x' }, `${letter}/confirmer`);
    await site.send(`${letter}/envoyer`, { hash }, `${letter}/confirmer`);
    await bench.settle();
    expect(bench.mailer.delivered.slice(before).map(({ to }) => to.address)).to.deep.equal([
      'sg@ain.example',
    ]);
    const sent = await textOf(letter);
    expect(sent).to.contain('Relu et envoyé le').and.to.contain('Camille Roux');
    expect(await textOf(`${campaignPath}/OFF-01`)).to.contain('Courrier au secrétaire général');
  });

  it('let a letter be set aside and taken up again, and show it to an auditor', async () => {
    const [, other] = await bench.reminding.letters.list(bench.campaign.id);
    const letter = `${path}/courriers/${other?.id}`;
    await site.send(`${letter}/ecarter`, {}, letter);
    expect(await textOf(letter)).to.contain('Mis de côté le');
    await site.send(`${letter}/reprendre`, {}, letter);
    const read = await textOf(letter, auditor);
    expect(read).to.contain('à relire').and.not.to.contain('<textarea');
    expect((await auditor.get(`${letter}/confirmer`)).status).to.equal(403);
  });
});
