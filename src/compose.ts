import { join } from 'node:path';
import { createAcknowledgements } from './acknowledgements/acknowledgements.ts';
import {
  createAllocations,
  createAnnexes,
  createConcerning,
  createFrozenCredits,
} from './allocations/allocations.ts';
import { createArchive, createFixity, createKeeping } from './archive/archive.ts';
import { openData } from './compose-data.ts';
import { openProConnect } from './compose-entering.ts';
import { openAnswers } from './compose-answers.ts';
import { openDirectAccess } from './compose-direct-access.ts';
import { openInbox, ownAddressesOf } from './compose-inbox.ts';
import { openKeys } from './compose-keys.ts';
import { createLifetime } from './compose-lifetime.ts';
import { openRegions } from './compose-regions.ts';
import { openMail, senderOf } from './compose-mail.ts';
import { openOfficeRooms } from './compose-offices.ts';
import { openPublications } from './compose-publications.ts';
import { openQueue } from './compose-queue.ts';
import { openReceipts } from './compose-receipts.ts';
import { openRender } from './compose-render.ts';
import { openSearching } from './compose-search.ts';
import { startAllRounds } from './compose-rounds.ts';
import { createWeb } from './compose-web.ts';
import type { Config } from './config.ts';
import { createDesk } from './desk/desk.ts';
import { createDispatchWorker } from './dispatch/dispatch-worker.ts';
import { createDispatch } from './dispatch/dispatch.ts';
import { createOfficeMail } from './dispatch/office-mail.ts';
import { createPreparing } from './dispatch/preparing/preparing.ts';
import { createReminding } from './dispatch/reminding/reminding.ts';
import { createStatements } from './dispatch/following/statements.ts';
import { createInstructions, createVisaReminding } from './drafts/instructions.ts';
import { createExtraction } from './extraction/extraction.ts';
import { systemClock, type Clock } from './kernel/clock.ts';
import { createLog, type Log } from './kernel/log.ts';
import { loadMessages } from './kernel/messages.ts';
import { createMailComposer, type CatchAllOptions } from './mail/mail.ts';
import { createPastCirculars } from './past-circulars/past-circulars.ts';
import { createProof } from './proof/proof.ts';
import { createReadings } from './readings/readings.ts';
import { createSigning } from './signing/signing.ts';

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;

export interface ComposeOptions {
  clock?: Clock;
  log?: Log;
  /** How the embedded mail server of a demonstration misbehaves, to show refused and unknown outcomes. */
  catchAll?: Pick<CatchAllOptions, 'refuse' | 'vanish'>;
}

export type Estafette = Awaited<ReturnType<typeof compose>>;

/**
 * Builds every real thing from the configuration, and nothing more: `start()` opens the pages and the
 * work. What was built is undone by `stop()`, in the reverse order, also when building fails halfway.
 */
export async function compose(config: Config, options: ComposeOptions = {}) {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog({ level: config.logLevel });
  const { hold, end: stop } = createLifetime({ log });

  try {
    const data = await hold(openData(config, { clock }), (opened) => opened.close());
    const { database, readDatabase, journal, demonstration, accounts, prefectures } = data;
    const messages = loadMessages(fromRoot('templates/messages'));
    const extraction = createExtraction({ path: config.programsPath });
    const pastCirculars = createPastCirculars({ database, readDatabase, journal, clock, extraction });

    const keys = await hold(openKeys(config, clock), (opened) => opened.close());
    const signing = createSigning({
      clock,
      signatory: keys.signatory,
      seal: keys.seal,
      trust: keys.rootPem,
      services: keys.services,
      log,
    });
    await signing.dryRun();
    // Services may be away for a while: that is said now, and refuses on the day of a signature only.
    void signing.preflight();

    const render = await hold(openRender(config, { messages, log }), (made) => made.close());
    const address = { url: config.publicUrl ?? `http://${config.host}:${config.port}` };
    const verificationUrl = (id: string) => `${address.url.replace(/\/$/, '')}/verifier?acte=${id}`;
    const instructions = createInstructions({
      ...{ database, readDatabase, journal, clock, log, messages, demonstration },
      ...{ render, signing, credits: createFrozenCredits(), verificationUrl },
      people: accounts,
      mentionMails: {
        addressesOf: (ids) => accounts.addressesOf(ids),
        post: (trx, { instructionId, ...letter }) =>
          offices.outbox.post(trx, {
            ...{ kind: 'comment-mention', officeId: '', writtenBy: 'system', ...letter },
            journalSubject: `instruction:${instructionId}`,
          }),
        publicUrl: () => address.url,
      },
    });

    const { publications, publicPage } = openPublications({
      ...{ database, readDatabase, journal, clock, messages, instructions, extraction, people: accounts },
      outbox: { post: (...letter) => offices.outbox.post(...letter) },
      pastCirculars: {
        findById: (id) => pastCirculars.findById(id),
        bytesOf: (circular) => pastCirculars.bytesOf(circular),
        pagesOf: (id) => pastCirculars.pagesOf(id),
      },
      publicUrl: () => address.url,
    });
    const figuresDeps = { database, readDatabase, journal, clock, instructions, directory: prefectures };
    const allocations = createAllocations(figuresDeps);
    const printing = { render, signing, messages, demonstration, verificationUrl, log };
    const annexes = createAnnexes({ ...figuresDeps, ...printing });

    const { redis, queue } = await openQueue(config, { hold, log });
    const { mailer, caughtMails } = await openMail(config, {
      ...{ hold, clock, log, secret: Buffer.from(data.secret) },
      ...(options.catchAll === undefined ? {} : { catchAll: options.catchAll }),
    });
    const { from, replyTo, domain: mailDomain } = senderOf(config);
    const dispatchDeps = {
      database,
      readDatabase,
      journal,
      clock,
      instructions,
      directory: prefectures,
      annexes,
      linkSecret: Buffer.from(data.secret),
      mailDomain,
      attachmentLimit: config.attachmentLimit,
    };
    const dispatch = createDispatch({
      ...dispatchDeps,
      // The two rooms know each other through ports: who acknowledged, what a link opens.
      acknowledgements: { listOffices: (campaignId) => acknowledgements.listOffices(campaignId) },
      rates: config.rates,
      // Does nothing where no worker runs: those of other processes look for themselves.
      wake: () => worker.wake(),
    });
    const acknowledgements = createAcknowledgements({
      database,
      readDatabase,
      journal,
      clock,
      dispatch,
      instructions,
      credits: createConcerning({ ...figuresDeps, annexes }),
      corrections: instructions,
      asked: { askedBy: (...asked) => answers.askedBy(...asked) },
    });
    const composer = createMailComposer({ templatesFolder: fromRoot('templates/mail'), demonstration });
    const buildMail = createOfficeMail({
      composer,
      instructions,
      annexes,
      asked: (...asked) => answers.askedBy(...asked),
      publicUrl: () => address.url,
      from,
      ...(replyTo === undefined ? {} : { replyTo }),
    });
    const preparing = createPreparing({
      ...dispatchDeps,
      corrections: instructions,
      questionnaires: { listAsked: (id) => answers.listQuestionnaires(id) },
      log,
      dispatch,
      buildMail,
      mailer,
      signing,
    });
    const reminding = createReminding({ ...dispatchDeps, messages, buildMail, wake: () => worker.wake() });
    const worker = createDispatchWorker({
      ...dispatchDeps,
      ...{ log, queue, mailer, buildMail, rates: config.rates },
      answersFolder: join(config.dataDir, 'answers'),
    });
    const statements = createStatements({
      ...{ database, readDatabase, journal, clock, log, messages, render, signing, demonstration },
      verificationUrl: () => `${address.url.replace(/\/$/, '')}/verifier`,
    });
    const { visits, proofs, laterMails } = openReceipts({
      ...{ ...data, clock, log, messages, render, signing, dispatch, acknowledgements, mailer, buildMail },
      ...{ compose: composer.answer, from, ...(replyTo === undefined ? {} : { replyTo }) },
      verificationUrl: () => `${address.url.replace(/\/$/, '')}/verifier`,
    });
    await hold(Promise.resolve(visits), (opened) => opened.flush());
    const searching = openSearching({
      ...{ database, readDatabase, journal, clock, messages, instructions, publications, annexes },
      ...{ prefectures, extraction, kinds: () => render.listTemplates(), answers: () => answers },
      pastCirculars,
    });
    const archive = createArchive({
      ...{ database, readDatabase, journal, clock, accounts, prefectures },
      ...{ instructions, allocations, annexes, dispatch, acknowledgements },
      answers: {
        keptOf: (ids) => answers.keptOf(ids),
        owedEver: (...asked) => answers.owedEver(...asked),
      },
      publications,
      searching,
    });

    const inbox = await openInbox(config, {
      ...{ database, readDatabase, journal, clock, log, dispatch, acknowledgements, mailer, caughtMails },
      ...{ compose: composer.answer, from, mailDomain },
      ...(replyTo === undefined ? {} : { replyTo }),
      ownAddresses: ownAddressesOf(config, { from, replyTo }, Buffer.from(data.secret)),
    });

    const entering = { database, clock, log, redis, secret: data.secret };
    const proConnect = openProConnect(config, { ...entering, publicUrl: () => address.url });
    const reply = replyTo === undefined ? {} : { replyTo };
    const { tasks, ...offices } = openOfficeRooms({
      ...{ ...data, log, messages, mailer, instructions, dispatch },
      ...{ compose: composer.answer, from, mailDomain, ...reply },
      ...{ noticeTo: config.mailNoticeTo, publicUrl: () => address.url },
    });
    const asking = { ...data, messages, instructions, dispatch, publicUrl: () => address.url };
    const visaReminding = createVisaReminding({
      ...{ database, readDatabase, journal, clock, log, messages, mailer, people: accounts },
      ...{ compose: composer.answer, from, mailDomain, publicUrl: () => address.url, ...reply },
    });
    const answers = openAnswers(config, { ...asking, outbox: offices.outbox });
    const leading = openRegions({ ...asking, outbox: offices.outbox, allocations, answers });
    const desk = await hold(
      createDesk({
        ...{ database, journal, clock, log, mailer, from, mailDomain, ...reply },
        tasks: [answers.tasks, ...tasks, leading.tasks],
        ...{ directory: prefectures, dispatch, instructions, acknowledgements },
        ...{ compose: composer.code, secret: Buffer.from(data.secret) },
        publicUrl: () => address.url,
      }),
      (opened) => opened.close(),
    );

    const watching = { database, readDatabase, journal, clock, log };
    const fixity = createFixity(watching);
    const keeping = createKeeping({ ...watching, instructions, signing });
    const readings = await hold(createReadings(watching), (opened) => opened.flush());
    const proof = createProof({
      ...{ ...watching, signing, messages, mailer, from, mailDomain },
      ...{ compose: composer.answer, to: config.journalWitness },
    });

    const directAccess = openDirectAccess({ database, readDatabase, journal, clock, accounts, redis });
    const rooms = {
      ...directAccess,
      publicUrl: () => address.url,
      ...{ ...data, messages, log, extraction, keys, signing, render, queue, redis, mailer, caughtMails },
      ...{ instructions, allocations, annexes, dispatch, preparing, reminding, statements, worker },
      ...{ acknowledgements, visits, proofs, laterMails },
      ...{ inbox, ...offices, answers, leading, desk, proConnect, archive, fixity, keeping, publications },
      publicPage,
      pastCirculars,
      ...{ proof, readings },
    };
    return {
      ...rooms,
      /** Where the demonstration's root certificate is, for who wants to check with their own tools. */
      trustPath: keys.rootPath,
      /** Opens the pages and begins the work of the roles asked for; gives the address. */
      async start(): Promise<{ url: string }> {
        if (config.roles.includes('web')) {
          const web = await hold(createWeb(rooms), (opened) => opened.close());
          const listening = await web.listen();
          address.url = config.publicUrl ?? listening;
        }
        if (config.roles.includes('worker')) {
          worker.start();
          const rounds = {
            ...{ annexes, statements, preparing, reminding, fixity, keeping, searching, proof, readings },
            ...{ inbox, laterMails, outbox: offices.outbox, answers, visaReminding, publications },
          };
          await startAllRounds(rounds, { hold, log });
          await hold(worker, (started) => started.stop());
        }
        return { url: address.url };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
