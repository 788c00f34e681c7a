import { expect } from 'chai';
import { createAnswersRoutes } from '../../src/answers/answers-routes.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import type { CurrentOffice } from '../../src/web/route.ts';
import { zipEntries } from '../kernel/zip-entries.ts';
import { openTestSite } from '../site.ts';
import { ain, newForm, openAnswersRoom, type AnswersRoom } from './answers-room.ts';
import { docx, pdf } from './documents.ts';

const entered: CurrentOffice = { ...ain, name: 'préfecture de l’Ain', sessionId: 's' };

function routesOf(room: AnswersRoom) {
  const { answers, instructions, clock, prefectures } = room;
  return createAnswersRoutes({
    ...{ answers, instructions, clock, messages: loadMessages('templates/messages') },
    contact: 'MILDECA <circulaires@estafette.example>',
    officeNames: async () =>
      new Map((await prefectures.listOffices({ on: '2026-12-07' })).map(({ id, name }) => [id, name])),
  });
}

describe('the pages of answers', () => {
  let room: AnswersRoom;
  let site: Awaited<ReturnType<typeof openTestSite>>;
  let auditor: typeof site;
  let id: string;
  let dateId: string;
  before(async () => {
    room = await openAnswersRoom();
    id = (await room.ask()).id;
    dateId = (await room.ask({ kind: 'date', title: 'Date du comité' })).id;
    await room.send();
    site = await openTestSite({ routes: routesOf(room), office: entered });
    auditor = await openTestSite({ routes: routesOf(room), roles: ['auditor'] });
  });
  after(async () => {
    await site.close();
    await auditor.close();
    await room.close();
  });

  const board = () => `/instructions/2027-chefs-de-projets/reponses/${id}`;
  const address = () => `/guichet/reponses/${id}/DEP-01`;

  /** Posts the form of the page as a browser does, file last. */
  async function upload(file: { name: string; bytes: Uint8Array } | undefined, person: object = {}) {
    return post(address(), person, file);
  }

  async function post(path: string, person: object, file?: { name: string; bytes: Uint8Array }) {
    const token = /name="form-token" value="([^"]+)"/.exec((await site.get(path)).text)?.[1] ?? '';
    const form = new FormData();
    const fields = {
      'form-token': token,
      formKey: newForm(),
      name: 'Sophie Marchand',
      function: 'directrice',
    };
    for (const [name, value] of Object.entries({ ...fields, ...person })) form.set(name, value);
    form.set('file', new Blob(file === undefined ? [] : [Buffer.from(file.bytes)]), file?.name ?? '');
    const response = await fetch(site.origin + path, {
      ...{ method: 'POST', body: form, headers: { cookie: site.cookie }, redirect: 'manual' },
    });
    return {
      status: response.status,
      text: await response.text(),
      to: response.headers.get('location') ?? '',
    };
  }
  const kept = async () => Number((await room.database('returned_answers').count({ n: '*' }))[0]?.n);

  it('tell an office what is asked, and until when', async () => {
    const { status, text } = await site.get(address());
    expect(status).to.equal(200);
    expect(text)
      .to.match(/1er\smars\s2027/)
      .and.to.contain('Attendue')
      .and.to.contain('accept=".pdf,.docx');
    expect(text).not.to.contain('<script>');
    const only = await site.get(`/guichet/reponses/${id}`);
    expect(only.headers.get('location')).to.equal(address());
  });

  it('refuse a file beside its field, keep what was typed, and store nothing', async function () {
    this.timeout(180_000);
    const program = Buffer.concat([Buffer.from('MZ\x90'), Buffer.alloc(500)]);
    for (const [file, words] of [
      [{ name: 'plan.pdf', bytes: program }, 'pas un document lisible'],
      [{ name: 'plan.pdf', bytes: Buffer.alloc(0) }, 'vide'],
      [{ name: 'plan.pdf', bytes: Buffer.concat([pdf(), Buffer.alloc(20_000_001)]) }, 'dépasse 20 Mo'],
      [{ name: 'plan.pdf', bytes: await docx() }, 'ne correspond pas à son contenu'],
      [undefined, 'Choisissez le fichier'],
    ] as const) {
      const { status, text } = await upload(file);
      expect(status, words).to.equal(422);
      expect(/id="champ-file-message">(.*?)<\/div>/s.exec(text)?.[1]).to.contain(words);
      expect(text).to.contain('value="Sophie Marchand"');
    }
    const nameless = await upload({ name: 'plan.pdf', bytes: pdf() }, { name: '   ', function: 'x\ny' });
    expect(nameless.status).to.equal(422);
    expect(nameless.text, 'the summary names the field').to.contain(
      'href="#champ-name">Votre prénom et votre nom&nbsp;: Ce champ est à remplir.</a>',
    );
    room.antivirus.says = { state: 'infected', found: 'Tests.Eicar' };
    expect((await upload({ name: 'plan.pdf', bytes: pdf() })).text).to.contain('logiciel malveillant');
    room.antivirus.says = undefined;
    expect(await kept()).to.equal(0);
  });

  it('take a file, say what was received, and write to the mailbox', async () => {
    const { status, to } = await upload({ name: 'Plan été <b>.pdf', bytes: pdf() });
    expect(status).to.equal(303);
    const receipt = await site.get(to);
    expect(receipt.status).to.equal(200);
    const [answer] = (await room.answers.board(id))?.lines[0]?.answers ?? [];
    expect(receipt.text).to.contain(answer?.sha256).and.to.contain('non analysé');
    expect(receipt.text).to.contain('Plan été &lt;b&gt;.pdf');
    const [mail] = room.mails;
    expect(mail).to.include({ officeId: 'OFF-01', kind: 'answer-confirmation' });
    expect(mail?.address).to.match(/^circulaires@ain\.pref\.example$/);
    expect(mail?.text)
      .to.contain(answer?.sha256)
      .and.to.contain('https://estafette.example/guichet/reponses/');
    const back = await site.get(`${address()}/fichiers/${answer?.id}`);
    expect(back.headers.get('content-disposition')).to.contain('attachment');
    expect(back.text).to.equal('%PDF-1.7\na plan');
  });

  it('take a day as the French write it, and refuse one that is not in the calendar', async () => {
    const path = `/guichet/reponses/${dateId}/DEP-01`;
    const wrong = await post(path, { day: '31/02/2027' });
    expect(wrong.status).to.equal(422);
    expect(/id="champ-day-message">(.*?)<\/div>/s.exec(wrong.text)?.[1]).to.contain('fr-message--error');
    const { to } = await post(path, { day: '11/02/2027' });
    expect((await site.get(to)).text).to.match(/11\sfévrier\s2027/);
  });

  it('say that what came in time is not replaced after its day, and whom to ask', async () => {
    const [answer] = (await room.answers.board(id))?.lines[0]?.answers ?? [];
    const receipt = () => site.get(`${address()}/recu/${answer?.id}`);
    expect((await receipt()).text).to.match(/nouvelle version<\/a> jusqu’au 1er\smars/);
    const before = room.clock.now().toISOString();
    room.clock.moveTo('2027-03-02T05:00:00.000Z');
    for (const { text } of [await site.get(address()), await receipt()]) {
      expect(text).to.match(/(elle|cette réponse) ne se remplace plus/);
      expect(text).to.match(new RegExp(`href="/guichet/questions/poser\\?texte&#x3D;${room.instructionId}"`));
      expect(text).not.to.contain('type="file"').and.not.to.contain('Envoyez une nouvelle version');
    }
    room.clock.moveTo(before);
  });

  it('tell nothing of what others are asked', async () => {
    for (const path of ['DEP-38', 'DEP-02/fichiers/x', 'DEP-01/recu/00000000-0000-4000-8000-000000000000'])
      expect((await site.get(`/guichet/reponses/${id}/${path}`)).status, path).to.equal(404);
    expect((await site.get('/guichet/reponses/00000000-0000-4000-8000-000000000000')).status).to.equal(404);
  });

  it('are for an office that entered, and for staff who read', async () => {
    const visit = async (path: string) => {
      const response = await fetch(site.origin + path, { redirect: 'manual' });
      return response.headers.get('location');
    };
    expect(await visit(address())).to.match(/^\/guichet\/entrer\?suite=/);
    expect(await visit(board())).to.match(/^\/connexion/);
    const { status, text } = await auditor.get(board());
    expect(status).to.equal(200);
    expect(text).not.to.contain('Ne plus demander').and.not.to.contain('Arrêter les rappels');
    expect((await auditor.get(`${board()}/retirer`)).status).to.equal(403);
  });

  it('show staff who owes what, each figure leading to its list', async () => {
    const list = (await auditor.get('/instructions/2027-chefs-de-projets/reponses')).text;
    expect(list).to.contain(`${board()}?liste&#x3D;received`);
    const received = (await auditor.get(`${board()}?liste=received`)).text;
    expect(received.match(/<th scope="row">/g)).to.have.length(1);
    expect(received).to.contain('Plan été &lt;b&gt;.pdf').and.to.contain('non analysé');
    const own = (await auditor.get(`/instructions/2027-chefs-de-projets/reponses?prefecture=OFF-38`)).text;
    expect(own).to.contain('Pour la seule').and.to.contain('?liste&#x3D;owing&amp;prefecture&#x3D;OFF-38');
    const isere = (await auditor.get(`${board()}?liste=owing&prefecture=OFF-38`)).text;
    expect(isere.match(/<th scope="row">/g)).to.have.length(1);
    const total = (await room.answers.board(id))?.lines.length ?? 0;
    const owing = (await auditor.get(`${board()}?liste=owing`)).text;
    expect(owing.match(/<th scope="row">/g)).to.have.length(total - 1);
    const csv = (await auditor.get(`${board()}/suivi.csv`)).text;
    expect(csv.split('\r\n')).to.have.length(1 + total + 1);
    expect(csv).to.contain('DEP-01;Ain;préfecture de l’Ain;Reçue;01/03/2027');
  });

  it('give all of it as one archive, with its indexes and safe names', async () => {
    const response = await fetch(`${auditor.origin}${board()}/reponses.zip`, {
      headers: { cookie: auditor.cookie },
    });
    expect(response.headers.get('content-type')).to.equal('application/zip');
    const entries = zipEntries(new Uint8Array(await response.arrayBuffer()));
    const name = '01-prefecture-de-l-ain/dep-01-plan-d-action-departemental-v1.pdf';
    expect([...entries.keys()]).to.deep.equal(['index.csv', 'index.html', name]);
    expect(entries.get(name)).to.equal('%PDF-1.7\na plan');
    expect(entries.get('index.html')).to.contain('Haute-Corse').and.to.contain('1 reçues sur');
  });
});
