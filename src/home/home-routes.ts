import type { Fixity, Keeping, Searching } from '../archive/archive.ts';
import type { AskedAnswers } from '../answers/answers.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { Preparing } from '../dispatch/preparing/preparing.ts';
import type { Reminding } from '../dispatch/reminding/reminding.ts';
import type { Instruction, Instructions } from '../drafts/instructions.ts';
import type { Publications } from '../publications/publications.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Proof } from '../proof/proof.ts';
import { withinPerimeter } from '../kernel/perimeter.ts';
import { page, route, type CurrentUser, type Reply, type Route } from '../web/route.ts';
import { alarmsModel } from './alarms-page.ts';
import { mentionsWaiting, officesWaiting, publicationsWaiting, returnsWaiting } from './waiting.ts';
import { waitingFor, type YearFacts } from './waiting.ts';
import { yearModel } from './year-page.ts';

/** Where the three steps of a demonstration lead; undefined when nothing was dispatched yet. */
export interface DemonstrationTour {
  title: string;
  documentPath: string;
  mailPath: string;
  campaignPath: string;
  officeName: string;
}

export interface HomeDeps {
  instructions: Instructions;
  dispatch: Dispatch;
  preparing: Pick<Preparing, 'find'>;
  reminding: { letters: Pick<Reminding['letters'], 'countWaiting'> };
  accounts: Accounts;
  messages: Messages;
  keeping: Pick<Keeping, 'alarms'>;
  fixity: Pick<Fixity, 'alterations' | 'lastCheck'>;
  proof: Pick<Proof, 'alarms'>;
  /** What came back, as far as the first page tells of it. */
  inbox: Pick<Inbox, 'countIn' | 'countToRead' | 'alarm'>;
  answers: Pick<AskedAnswers, 'listLate'>;
  publications: Pick<Publications, 'listUnpublished'>;
  /** How many questions and proposals of the offices wait for somebody. */
  countFromOffices(): Promise<{ questions: number; proposals: number }>;
  /** The searches that a person keeps. */
  searches: Pick<Searching['saved'], 'list'>;
  clock: Clock;
  demonstration: boolean;
  findTour(): Promise<DemonstrationTour | undefined>;
}

/** The first page: for a visitor what Estafette is, for a person what waits for them and where the year stands. */
export function createHomeRoutes(deps: HomeDeps): Route[] {
  const { instructions, dispatch, preparing, accounts, messages } = deps;

  async function factsOf(instruction: Instruction, user: CurrentUser): Promise<YearFacts> {
    const own = (await instructions.listAuthorIds(instruction.id)).includes(user.id);
    const visa = await visaOf(instruction, user);
    const corrects = instruction.correctedBy === user.id;
    const campaign = await dispatch.findCampaignOf(instruction.id);
    const standings = campaign && (await dispatch.standings(campaign.id));
    const { slug, title, state } = instruction;
    const seal = await instructions.documentSeal(instruction.id);
    const preparation = state === 'signed' ? await preparing.find(instruction.id) : undefined;
    if (campaign === undefined || standings === undefined)
      return { slug, title, state, seal, own, visa, corrects, preparation: preparation?.state };
    const { unknown, unreachable } = standings.offices;
    return {
      slug,
      title,
      state,
      seal,
      own,
      late: await deps.answers.listLate(instruction.id),
      campaign: {
        unknown,
        unreachable,
        paused: campaign.state === 'paused',
        letters: await deps.reminding.letters.countWaiting(campaign.id),
        acknowledged: standings.acknowledged,
        offices: standings.asked,
      },
    };
  }

  /** The visa that this person is asked for on a text, in their own name or for somebody who is away. */
  async function visaOf(instruction: Instruction, user: CurrentUser): Promise<YearFacts['visa']> {
    const awaited = await instructions.awaitedOf(user, instruction);
    if (awaited === undefined) return undefined;
    const giverId = awaited.place.standIn?.giverId;
    const names = await accounts.namesOf(giverId === undefined ? [] : [giverId]);
    const giver = giverId && (names.get(giverId) ?? messages('journal.erased'));
    return { confirms: awaited.confirms, ...(giver === undefined ? {} : { giver }) };
  }

  async function staffHome(user: CurrentUser): Promise<Reply> {
    const reads = user.roles.some((role) => role !== 'administrator');
    const every = reads ? await instructions.list() : [];
    const all = every.filter(({ year }) => withinPerimeter(user.perimeter, year));
    const facts = await Promise.all(all.slice(0, 12).map((instruction) => factsOf(instruction, user)));
    const returns = user.roles.includes('dispatcher')
      ? { toClass: await deps.inbox.countIn('to-class'), toRead: await deps.inbox.countToRead() }
      : { toClass: 0, toRead: 0 };
    const fromOffices = officesWaiting(user.roles, await deps.countFromOffices());
    const mentions = reads ? mentionsWaiting(await instructions.openMentions(user.id)) : [];
    const waiting = [
      ...mentions,
      ...returnsWaiting(returns),
      ...fromOffices,
      ...waitingFor(user.roles, facts),
      ...publicationsWaiting(user.roles, await deps.publications.listUnpublished()),
    ].map(({ key, params, href }) => ({
      sentence: messages(key, params),
      href,
    }));
    const preparable = user.roles.includes('drafter') ? await instructions.listPreparable() : [];
    const years = facts.slice(0, 3).map((each) =>
      yearModel(
        each,
        messages,
        preparable.find(({ slug }) => slug === each.slug),
      ),
    );
    const model = {
      name: user.name,
      waiting,
      years,
      ...(await alarmsModel(user, deps)),
      searches: (await deps.searches.list(user.id)).map(({ name, query }) => ({
        ...{ name, href: `/recherche?${query}` },
      })),
      drafter: user.roles.includes('drafter'),
      auditor: user.roles.includes('auditor'),
      administrator: user.roles.includes('administrator'),
      demonstration: deps.demonstration,
    };
    return page('home/staff', { title: messages('home.title'), model });
  }

  async function visitorHome(): Promise<Reply> {
    const people = (await accounts.listDemonstrationPeople()).map((person) => ({
      login: person.login,
      name: person.name,
      function: person.function,
      roleLabel: messages(`accounts.role-label.${person.role}`),
    }));
    const tour = deps.demonstration ? await deps.findTour() : undefined;
    const model = { demonstration: deps.demonstration, people, ...(tour === undefined ? {} : { tour }) };
    return page('home/visitor', { title: messages('home.title'), model });
  }

  return [
    route({
      method: 'get',
      path: '/',
      access: 'public',
      handle: ({ user }) => (user === undefined ? visitorHome() : staffHome(user)),
    }),
  ];
}
