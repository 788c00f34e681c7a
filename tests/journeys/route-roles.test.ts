import { expect } from 'chai';
import { listRoutes } from '../../src/compose-web.ts';
import type { Estafette } from '../../src/compose.ts';
import { playOffice } from '../../src/mail/office-play.ts';
import { until } from '../until.ts';
import type { Route } from '../../src/web/route.ts';
import { routeTable } from './route-table.ts';
import { startEstafette, type RunningEstafette } from './running-estafette.ts';

const letters = {
  V: 'visitor',
  D: 'drafter',
  R: 'reviewer',
  S: 'signatory',
  P: 'dispatcher',
  A: 'auditor',
  M: 'administrator',
  O: 'office',
};
type Letter = keyof typeof letters;
const nameOf = (route: Route) => `${route.method.toUpperCase()} ${route.path}`;

/** Where a redirection leads those who may not be where they asked. */
function entranceOf(location: string): string {
  if (/^\/connexion(\?|$)/.test(location)) return ' sign-in';
  return /^\/guichet\/entrer(\?|$)/.test(location) ? ' counter' : '';
}

function expectedOf(route: Route, letter: Letter): string {
  const [who, status] = routeTable[nameOf(route)] ?? ['', 0];
  // Whoever leaves stands at the door again.
  if (letter === 'O' && route.path === '/guichet/quitter') return '303 counter';
  if (route.access === 'bearer') return '401';
  if (who.includes(letter) || who.includes('V')) return `${status}`;
  if (route.access === 'office') return '303 counter';
  return letter === 'V' || letter === 'O' ? '303 sign-in' : '403';
}

/** An office answers one of its mails; gives the message's id once it is read. */
async function receiveReply(
  { caughtMails, inbox, messages, clock }: Estafette,
  mailId: string,
): Promise<string> {
  const mail = await caughtMails?.read(mailId);
  const played = mail && (await playOffice('received', mail, { messages, now: clock.now() }));
  if (played === undefined) throw new Error('no mail to answer');
  const { bytes, ...envelope } = played;
  await caughtMails?.drop(envelope, bytes, clock.now());
  await until(async () => (await inbox.list()).length > 0);
  return (await inbox.list())[0]?.id ?? '';
}

describe('the table of routes and roles', function () {
  this.timeout(120_000);
  let running: RunningEstafette;
  let routes: Route[];
  let parameters: Record<string, string>;
  const cookies = new Map<Letter, string>();

  before(async () => {
    running = await startEstafette();
    const { estafette, chain } = running;
    routes = listRoutes(estafette);
    const instruction = await chain.create('chefs-de-projets', 2027);
    await chain.fill(instruction);
    const request = await askForAPlan(estafette, instruction.id);
    await chain.freeze(instruction);
    await chain.visa(instruction);
    await chain.sign(instruction);
    const campaign = await chain.openCampaign(instruction);
    await chain.untilSettled(campaign.id);
    await chain.acknowledge(campaign.id, 1);
    const board = await estafette.dispatch.board(campaign.id);
    const line = board?.lines.find(({ acknowledgedAt }) => acknowledgedAt !== undefined);
    const [acknowledgement] = (await estafette.acknowledgements.listByCampaign(campaign.id)).flatMap(
      ({ acknowledgements }) => acknowledgements,
    );
    const mails = await estafette.caughtMails?.list({ perPage: 1 });
    const people = await estafette.accounts.listDemonstrationPeople();
    parameters = {
      slug: instruction.slug,
      number: '1',
      from: '1',
      before: instruction.slug,
      place: '01-ain',
      after: instruction.slug,
      to: '1',
      office: line?.officeId ?? '',
      token: estafette.dispatch.linkTokenOf(line?.deliveries[0]?.id ?? ''),
      acknowledgement: acknowledgement?.id ?? '',
      kept: '00000000-0000-4000-8000-000000000000',
      thread: '00000000-0000-4000-8000-000000000000',
      comment: '00000000-0000-4000-8000-000000000000',
      table: 'prefectures',
      mission: '00000000-0000-4000-8000-000000000000',
      contact: '00000000-0000-4000-8000-000000000000',
      opinion: '00000000-0000-4000-8000-000000000000',
      publication: '00000000-0000-4000-8000-000000000000',
      listing: '00000000-0000-4000-8000-000000000000',
      report: '00000000-0000-4000-8000-000000000000',
      kind: 'instruction',
      sha256: '0'.repeat(64),
      index: '0',
      step: '1',
      letter: '00000000-0000-4000-8000-000000000000',
      key: 'OFF-01',
      file: 'manifeste.json',
      piece: 'manifeste.json',
      region: 'REG-84',
      request,
      answer: '00000000-0000-4000-8000-000000000000',
      line: String((await estafette.journal.list({ subjects: [`instruction:${instruction.id}`] }))[0]?.line),
      territory: (line?.officeId ?? '').replace('OFF-', 'DEP-'),
    };
    for (const [letter, role] of Object.entries(letters) as [Letter, string][]) {
      const person = people.find((candidate) => candidate.role === role);
      const session = person && (await estafette.accounts.sessions.open(person.id));
      cookies.set(
        letter,
        session === undefined
          ? 'estafette-visiteur=a-visitor-without-any-session'
          : `estafette-session=${session.token}`,
      );
    }
    const identity = { issuer: 'idp', subject: 'sub', givenName: 'Odile', familyName: 'Vernet' };
    const entered = await estafette.database.transaction((transaction) =>
      estafette.desk.sessions.open(transaction, { officeId: parameters.office ?? '', identity }),
    );
    cookies.set('O', `estafette-guichet=${entered.token}`);
    parameters.mail = mails?.mails[0]?.id ?? '';
    parameters.message = await receiveReply(estafette, parameters.mail);
    parameters.user = people[0]?.id ?? '';
  });
  after(() => running.stop());

  /** `:id` names another thing on each path. */
  function addressOf(route: Route): string {
    const id = route.path.startsWith('/boite')
      ? 'mail'
      : route.path.startsWith('/retours')
        ? 'message'
        : route.path.startsWith('/administration')
          ? 'user'
          : /[/](importer|mandats)[/]/.test(route.path)
            ? 'kept'
            : 'office';
    return route.path.replace(/:(\w+)/g, (_all, name: string) => parameters[name === 'id' ? id : name] ?? '');
  }

  /** A browser's token serves in each of its forms. */
  const tokens = new Map<Letter, string>();

  async function readToken(cookie: string): Promise<string> {
    const page = await (await fetch(`${running.url}/connexion`, { headers: { cookie } })).text();
    return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  }

  /** A form with its token and nothing else: what is missing is refused, not what the role may not do. */
  async function ask(route: Route, letter: Letter): Promise<{ status: number; location: string }> {
    const cookie = cookies.get(letter) ?? '';
    const stopped = new AbortController();
    const init: RequestInit = { headers: { cookie }, redirect: 'manual', signal: stopped.signal };
    if (route.method === 'post') {
      const token = tokens.get(letter) ?? (await readToken(cookie));
      tokens.set(letter, token);
      init.method = 'POST';
      const form = route.upload === undefined ? new URLSearchParams() : new FormData();
      form.set('form-token', token);
      init.body = form;
    }
    const response = await fetch(running.url + addressOf(route), init);
    const answer = { status: response.status, location: response.headers.get('location') ?? '' };
    stopped.abort();
    return answer;
  }

  /** What is only read is asked by all at once; a form may change what the next one finds. */
  async function askAll(route: Route) {
    const asking = Object.keys(letters).map((letter) => async () => {
      return [letter as Letter, await ask(route, letter as Letter)] as const;
    });
    if (route.method === 'get') return Promise.all(asking.map((one) => one()));
    const answers: Awaited<ReturnType<(typeof asking)[number]>>[] = [];
    for (const one of asking) answers.push(await one());
    return answers;
  }

  it('names every route, and no other', () => {
    expect(Object.keys(routeTable).toSorted()).to.deep.equal(routes.map(nameOf).toSorted());
  });

  it('has a schema of the body for every POST', () => {
    expect(
      routes.filter((route) => route.method === 'post' && route.body === undefined).map(nameOf),
    ).to.deep.equal([]);
  });

  it('is what the site answers to each role', async () => {
    const wrong: string[] = [];
    // Leaving comes last: it ends the sessions that ask.
    const leaving = (route: Route) => Number(['/deconnexion', '/guichet/quitter'].includes(route.path));
    for (const route of routes.toSorted((one, other) => leaving(one) - leaving(other))) {
      for (const [letter, answer] of await askAll(route)) {
        const expected = expectedOf(route, letter);
        const got = `${answer.status}${answer.status === 303 ? entranceOf(answer.location) : ''}`;
        if (got !== expected)
          wrong.push(`${nameOf(route)} to ${letters[letter]}: ${got}, expected ${expected}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });

  it('shows an auditor nothing of an instruction that is outside the perimeter of the mission', async () => {
    const cookie = await sendBounded(running.estafette);
    const { slug = '' } = parameters;
    const { title = slug } = (await running.estafette.instructions.findBySlug(slug)) ?? {};
    const shown: string[] = [];
    let refused = 0;
    for (const route of routes) {
      const [who = ''] = routeTable[nameOf(route)] ?? [];
      if (route.method !== 'get' || !who.includes('A') || (who.includes('V') && route.path !== '/')) continue;
      const response = await fetch(running.url + addressOf(route), {
        headers: { cookie },
        redirect: 'manual',
      });
      const text = await response.text();
      if (response.status === 403) refused += 1;
      // A refusal says that it exists, and why it is not shown; it says nothing else of it.
      if (text.includes(slug) || text.includes(title)) shown.push(`${response.status} ${nameOf(route)}`);
    }
    expect(shown).to.deep.equal([]);
    expect(refused).to.be.greaterThan(60);
  });
});

/** The demonstration's auditor is sent again, for 2026 alone; gives the cookie of a session of theirs. */
async function sendBounded({ accounts, clock }: Estafette): Promise<string> {
  const people = await accounts.listDemonstrationPeople();
  const auditor = people.find(({ role }) => role === 'auditor')?.id ?? '';
  for (const { id } of await accounts.missions.list(auditor))
    await accounts.missions.end('system', auditor, id);
  const today = clock.now().toISOString().slice(0, 10);
  await accounts.missions.record('system', auditor, {
    ...{ title: 'Mission', institution: 'Cour', letterReference: 'L', letterOn: today },
    ...{ beginsOn: today, endsOn: '2099-12-31', perimeter: { toYear: 2026 } },
  });
  const { token } = await accounts.sessions.open(auditor);
  return `estafette-session=${token}`;
}

/** Something that the act asks back of each department; gives its id. */
async function askForAPlan({ accounts, answers }: Estafette, instructionId: string): Promise<string> {
  const people = await accounts.listDemonstrationPeople();
  const drafter = { id: people.find(({ role }) => role === 'drafter')?.id ?? '', roles: ['drafter'] };
  const asked = await answers.requests.create(drafter, instructionId, {
    ...{ kind: 'file', title: 'Plan d’action départemental', guidance: '', audience: 'departments' },
    ...{ officeIds: [], dueOn: '2099-03-01', acceptedKinds: ['pdf'] },
  });
  return asked.ok ? asked.value.id : '';
}
