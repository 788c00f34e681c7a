import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccountsRoutes } from './accounts/accounts-routes.ts';
import { createSignInLimit } from './accounts/sign-in-limit.ts';
import { createAcknowledgementsRoutes } from './acknowledgements/acknowledgements-routes.ts';
import { createWrongLinkLimit } from './acknowledgements/wrong-link-limit.ts';
import { createAllocationsRoutes } from './allocations/allocations-routes.ts';
import { createAnswersRoutes } from './answers/answers-routes.ts';
import { createQuestionnaireRoutes } from './answers/questionnaire/questionnaire-routes.ts';
import { createArchiveRoutes } from './archive/archive-routes.ts';
import { navigation, officeNavigation } from './compose-navigation.ts';
import { listYearedPaths } from './compose-perimeter.ts';
import { recogniseIn } from './compose-recognition.ts';
import type { Estafette } from './compose.ts';
import { createDeskRoutes } from './desk/desk-routes.ts';
import { createDirectAccessRoutes } from './direct-access/direct-access-routes.ts';
import { createDispatchRoutes } from './dispatch/dispatch-routes.ts';
import { createInstructionsRoutes } from './drafts/instructions-routes.ts';
import { createHomeRoutes } from './home/home-routes.ts';
import { createTourFinder } from './home/tour.ts';
import { createInboxRoutes } from './inbox/inbox-routes.ts';
import { parisDayOf } from './kernel/clock.ts';
import { createMailboxRoutes } from './mail/mailbox-routes.ts';
import { createPastCircularsRoutes } from './past-circulars/past-circulars-routes.ts';
import { createPrefecturesRoutes } from './prefectures/prefectures-routes.ts';
import { createProposalsRoutes } from './prefectures/proposals-routes.ts';
import { createProofRoutes } from './proof/proof-routes.ts';
import { createPublicationsRoutes } from './publications/publications-routes.ts';
import { createQuestionsRoutes } from './questions/questions-routes.ts';
import { createReadingsRoutes, notingReadings } from './readings/readings-routes.ts';
import { createRegionsRoutes } from './regions/regions-routes.ts';
import { createVerificationRoutes } from './signing/verification-routes.ts';
import { buildAssets } from './web/assets.ts';
import { createHealthRoutes } from './web/health-routes.ts';
import { createLegalRoutes } from './web/legal-routes.ts';
import type { Route } from './web/route.ts';
import { withinPerimeters } from './web/perimeter-guard.ts';
import { createSite } from './web/site.ts';

export type WebRooms = Omit<Estafette, 'start' | 'stop' | 'trustPath'>;

/**
 * Every route of the site: one list, so that a test can hold it against the table of roles. What is about one
 * instruction is refused, in one place, outside the perimeter of who asks.
 */
export function listRoutes(rooms: WebRooms): Route[] {
  return notingReadings(withinPerimeters(listEveryRoute(rooms), listYearedPaths(rooms)), rooms.readings);
}

function listEveryRoute(rooms: WebRooms): Route[] {
  const {
    accounts,
    instructions,
    dispatch,
    acknowledgements,
    archive,
    prefectures,
    messages,
    clock,
    demonstration,
    caughtMails,
    config,
  } = rooms;
  const namesOf = accounts.namesOf;
  const officeNames = async () => {
    const offices = await prefectures.listOffices({ on: parisDayOf(clock.now()) });
    return new Map(offices.map(({ id, name }) => [id, name]));
  };
  const listCampaigns = async () => {
    const acts = new Map((await instructions.list()).map((act) => [act.id, act]));
    return (await dispatch.listCampaigns()).flatMap(({ id, instructionId, signedSha256 }) => {
      const act = acts.get(instructionId);
      return act === undefined
        ? []
        : [{ id, signedSha256, slug: act.slug, title: act.title, year: act.year }];
    });
  };
  return [
    ...createHomeRoutes({
      inbox: rooms.inbox,
      answers: rooms.answers,
      publications: rooms.publications,
      countFromOffices: async () => ({
        questions: (await rooms.questions.count()).asked,
        proposals: await rooms.proposals.countProposed(),
      }),
      preparing: rooms.preparing,
      reminding: rooms.reminding,
      instructions,
      dispatch,
      accounts,
      ...{ keeping: rooms.keeping, fixity: rooms.fixity, proof: rooms.proof, searches: archive.saved },
      clock,
      messages,
      demonstration,
      findTour: createTourFinder({ instructions, dispatch, caughtMails }),
    }),
    ...createAccountsRoutes({
      ...{ accounts, clock, messages, secondFactor: rooms.secondFactor, proConnect: rooms.proConnect },
      proConnectAccounts: rooms.proConnectAccounts,
      signInLimit: createSignInLimit({ redis: rooms.redis }),
      offices: { enter: rooms.desk.enterWithProConnect },
    }),
    ...createDeskRoutes({
      ...{ messages, demonstration, acknowledgements, desk: rooms.desk, proConnect: rooms.proConnect },
      ...{ proofs: rooms.proofs, keptYears: config.personsKeptYears },
      listOffices: () => prefectures.listOffices({ on: parisDayOf(clock.now()) }),
      regionsLedFrom: async (officeId) =>
        (await prefectures.listRegionalOffices(officeId, { on: parisDayOf(clock.now()) })).map(
          ({ region }) => region.name,
        ),
      contact: config.mailFrom,
    }),
    ...createInstructionsRoutes({
      instructions,
      messages,
      namesOf,
      clock,
      officeNames,
      listPeople: () => accounts.listNames(),
    }),
    ...createAllocationsRoutes({
      allocations: rooms.allocations,
      annexes: rooms.annexes,
      instructions,
      messages,
      namesOf,
      officeNames,
      clock,
    }),
    ...createDispatchRoutes({
      ...{ dispatch, instructions, messages, namesOf, clock },
      statements: rooms.statements,
      annexes: rooms.annexes,
      preparing: rooms.preparing,
      reminding: rooms.reminding,
      proofs: { ...rooms.proofs, consign: acknowledgements.consign },
      inbox: rooms.inbox,
      questions: rooms.questions,
      mailOf: async (userId) => (await accounts.findPerson(userId))?.email || undefined,
    }),
    ...createInboxRoutes({
      ...{ messages, namesOf, officeNames, listCampaigns },
      inbox: rooms.inbox,
      sender: config.mailReplyTo ?? config.mailFrom,
    }),
    ...createQuestionsRoutes({
      ...{ messages, namesOf, officeNames },
      questions: rooms.questions,
      listActs: async () => new Map((await instructions.list()).map((act) => [act.id, act])),
    }),
    ...createRegionsRoutes({
      ...{ ...rooms.leading, messages, officeNames },
      regionNames: async () => new Map((await prefectures.listRegions()).map(({ id, name }) => [id, name])),
      instructions,
    }),
    // Before the answers', whose addresses would take « questionnaire » for a territory.
    ...createQuestionnaireRoutes({
      ...{ answers: rooms.answers, questionnaires: rooms.answers.questionnaires },
      ...{ instructions, messages, clock },
    }),
    ...createAnswersRoutes({
      ...{ answers: rooms.answers, instructions, messages, officeNames, clock },
      contact: config.mailFrom,
    }),
    ...createPublicationsRoutes({
      ...{ instructions, messages, namesOf, clock },
      publications: rooms.publications,
      page: rooms.publicPage,
    }),
    ...createAcknowledgementsRoutes({
      ...{ acknowledgements, messages, contact: config.mailFrom },
      ...{ visits: rooms.visits, proofs: rooms.proofs },
      isAskedOfContacts: rooms.proposals.confirmations.isAsked,
      wrongLinks: createWrongLinkLimit({ redis: rooms.redis }),
      keptYears: config.personsKeptYears,
    }),
    ...createProposalsRoutes({ prefectures, messages, clock, namesOf, proposals: rooms.proposals }),
    ...createPrefecturesRoutes({ prefectures, messages, clock, namesOf }),
    ...createPastCircularsRoutes({ pastCirculars: rooms.pastCirculars, messages, namesOf }),
    ...createArchiveRoutes({ archive, clock, messages, publicUrl: rooms.publicUrl }),
    ...createReadingsRoutes({ readings: rooms.readings, messages, namesOf }),
    ...createProofRoutes({ proof: rooms.proof, demonstration, messages }),
    ...createDirectAccessRoutes({
      ...{ access: rooms.access, tokens: rooms.tokens, acts: instructions, search: archive },
      ...{ messages, clock, publicUrl: rooms.publicUrl },
    }),
    ...createVerificationRoutes({
      signing: rooms.signing,
      recognise: (hashes) => recogniseIn(rooms.readDatabase, hashes),
      async findAct(id) {
        const act = await instructions.find(id);
        const signed = act && (await instructions.signedVersion(id));
        return (
          act && {
            ...{ slug: act.slug, title: act.title, corrections: await instructions.correctionsOf(id) },
            ...(signed && { sha256: signed.sha256 }),
          }
        );
      },
      correctionsOf: (hashes) => instructions.correctionsOfFile(hashes),
      demonstration,
      messages,
    }),
    ...(demonstration && caughtMails !== undefined
      ? createMailboxRoutes({ caughtMails, messages, clock, isOurs: rooms.inbox.isOurs })
      : []),
    ...createLegalRoutes({ messages, contact: config.mailFrom, keptYears: config.personsKeptYears }),
    ...createHealthRoutes({
      checks: {
        database: async () => (await rooms.database('installation').first('id')) !== undefined,
        queue: () => rooms.queue.healthy(),
        // Another tool moved its head: nothing is written any more.
        journal: async () => (await rooms.journal.standing()) !== 'moved',
      },
    }),
  ];
}

/** The site on its port. `listen` gives the address that it answers on. */
export async function createWeb(rooms: WebRooms) {
  const { config, accounts, messages, log, demonstration, secret } = rooms;
  const site = createSite({
    templatesFolder: new URL('../templates', import.meta.url).pathname,
    assets: await buildAssets({ folder: new URL('./web/browser', import.meta.url).pathname }),
    messages,
    routes: listRoutes(rooms),
    ...{ navigation, officeNavigation },
    sessions: accounts.sessions,
    officeSessions: rooms.desk.sessions,
    bearers: rooms.tokens,
    publicUrl: rooms.publicUrl,
    demonstration,
    secure: config.publicUrl?.startsWith('https:') ?? false,
    secret,
    trustProxy: config.trustProxy,
    log,
  });
  // A question of ten thousand characters, each written as twelve, is refused in words on the page.
  const server = createServer({ maxHeaderSize: 131_072 }, site);
  return {
    async listen(): Promise<string> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, resolve);
      });
      const { port } = server.address() as AddressInfo;
      const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
      return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
