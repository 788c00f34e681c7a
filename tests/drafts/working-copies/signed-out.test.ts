import { expect } from 'chai';
import { createInstructionsRoutes } from '../../../src/drafts/instructions-routes.ts';
import { loadMessages } from '../../../src/kernel/messages.ts';
import { openTestSite } from '../../site.ts';
import { openRoom, paragraphs, type Room } from '../drafting-room.ts';

const address = '/instructions/2027-chefs-de-projets/texte';
type Site = Awaited<ReturnType<typeof openTestSite>>;

describe('a text sent without JavaScript after the session has ended', () => {
  let room: Room;
  let id: string;
  let signedOut: Site;
  let signedIn: Site;
  before(async () => {
    room = await openRoom();
    id = (await room.draft()).id;
    const { instructions, clock, people } = room;
    const routes = createInstructionsRoutes({
      ...{ instructions, clock },
      messages: loadMessages('templates/messages'),
      namesOf: async () => new Map(),
      officeNames: async () => new Map(),
      listPeople: async () => [],
    });
    signedOut = await openTestSite({ routes });
    signedIn = await openTestSite({ routes, userId: people.claire.id, roles: ['drafter'] });
  });
  after(async () => {
    await signedOut.close();
    await signedIn.close();
    await room.close();
  });

  const typed = {
    ...{ revision: '2', screen: 'one', seen: '', turn: '1' },
    'fields[subject]': 'Un objet <b>tapé</b>',
    'plain[orientations]': '\nPrévenir.\n\nPuis agir & rendre compte.',
  };
  const send = (site: Site, fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(site.origin + address, {
      ...{ method: 'POST', redirect: 'manual', headers },
      body: new URLSearchParams(fields),
    });

  it('is given back, kept nowhere, and saved once the person is signed in again', async () => {
    const answer = await send(signedOut, typed, { cookie: signedOut.cookie });
    expect(answer.status).to.equal(401);
    const page = await answer.text();
    expect(page).to.contain('rien de ce que vous avez saisi n’est perdu');
    expect(page).to.contain('value="Un objet &lt;b&gt;tapé&lt;/b&gt;"').and.not.to.contain('<b>tapé');
    expect(page).to.contain('\n\nPrévenir.\n\nPuis agir &amp; rendre compte.</textarea>');
    expect((await room.instructions.workingText(room.people.claire, id)).typedAt).to.equal(undefined);

    const visitor = /estafette-visiteur=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';
    const token = /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const again = { ...typed, 'form-token': token };
    // Another session than the one that had ended: only the visitor's own cookie holds the form.
    const cookie = `estafette-session=another-session-token-for-tests; ${visitor}`;
    expect((await send(signedOut, again, { cookie: visitor })).status).to.equal(401);
    expect((await send(signedIn, again, { cookie })).status).to.equal(303);
    const { content } = await room.instructions.draftOf(id);
    expect(content.fields['subject']).to.equal(typed['fields[subject]']);
    expect(JSON.parse(content.sections['orientations'] ?? '')).to.deep.equal(
      paragraphs('Prévenir.', 'Puis agir & rendre compte.'),
    );
  });

  it('is not given back to another site, nor is anything made of an empty form', async () => {
    const { cookie } = signedOut;
    expect((await send(signedOut, typed, { cookie, 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    const empty = await send(signedOut, {}, { cookie });
    expect([empty.status, empty.headers.get('location')]).to.deep.equal([303, '/connexion']);
  });
});
