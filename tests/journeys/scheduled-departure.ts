import { expect } from 'chai';
import { until } from '../until.ts';
import type { ClockedWalk } from './clocked-walk.ts';
import type { RunningEstafette } from './running-estafette.ts';
import type { Visitor } from './visitor.ts';

const slug = '2028-chefs-de-projets';
const credits = 'territoire;nom;AE;CP\r\nCOM-987;;120000;120000\r\n';

/**
 * A text with credits leaves by itself at an hour of Paris, with its notifications. `moveClockTo` moves
 * the product's clock.
 */
export async function leaveTomorrow(given: ClockedWalk): Promise<void> {
  const { running, visitor } = given;
  await signWithCredits(running);
  await visitor.enterAs('samir.benali');
  const leavesAt = await prepareForTomorrow(given);
  expect((await running.estafette.caughtMails!.list({ words: 'projets 2028' })).total).to.equal(0);
  given.moveClockTo(leavesAt);
  // The night was longer than a session.
  await visitor.enterAs('samir.benali');
  await watchItLeave(running, visitor);
}

/** A signed text that grants credits to one territory, without the pages. */
async function signWithCredits({ chain, estafette }: RunningEstafette): Promise<void> {
  const people = await estafette.accounts.listDemonstrationPeople();
  const drafter = people.find(({ role }) => role === 'drafter');
  const instruction = await chain.create('chefs-de-projets', 2028);
  await chain.fill(instruction);
  await estafette.allocations.importFile(
    { id: drafter?.id ?? '', roles: ['drafter'] },
    instruction.id,
    Buffer.from(credits),
  );
  await chain.freeze(instruction);
  await chain.visa(instruction);
  await chain.sign(instruction);
}

/**
 * A dispatcher has the notifications made, writes to the ten overseas offices, and leaves it to tomorrow, 8.30 in
 * Paris. Gives the instant of the departure.
 */
async function prepareForTomorrow(given: {
  visitor: Visitor;
  accessible(): Promise<void>;
  picture(name: string): Promise<void>;
}): Promise<Date> {
  const { visitor, accessible } = given;
  const picture = async (name: string, from: string) => {
    await visitor.page.evaluate(`document.querySelector('${from}').scrollIntoView()`);
    await given.picture(name);
  };
  const dispatch = `/instructions/${slug}/diffusion`;
  await visitor.open(dispatch);
  expect(await visitor.text()).to.contain('Ce texte a une répartition de crédits');
  await visitor.follow('Produire les notifications…');
  await visitor.follow('Produire les notifications');
  await visitor.page.waitForSelector('a[href$="manifeste.json"]');
  await visitor.follow('Aller à la diffusion');
  await visitor.follow('Choisir les destinataires');
  await visitor.check('to-overseas');
  await picture('preparer-destinataires', '.fr-stepper');
  await visitor.follow('Enregistrer et continuer');
  await visitor.open(`${dispatch}/preparation/courriel?prefecture=OFF-987`);
  expect(await visitor.text()).to.contain('notification-credits-OFF-987.pdf');
  await accessible();
  await picture('preparer-courriel', '.es-choose-office');
  await visitor.follow('Continuer');
  await picture('preparer-controles', '.fr-stepper');
  await visitor.follow('Continuer');
  const tomorrow = parisDay(new Date(Date.now() + 86_400_000));
  await visitor.check('quand-later');
  await visitor.fill('departureOn', tomorrow);
  await visitor.fill('departureAt', '08:30');
  await visitor.follow('Enregistrer et continuer');
  expect(await visitor.text())
    .to.contain('écrire à 10 préfectures')
    .and.match(/lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche/)
    .and.match(/à 8\sh\s30, heure de Paris/);
  await picture('preparer-confirmation', 'h1');
  await visitor.follow('Programmer le départ');
  expect(await visitor.text()).to.contain('Rien n’est encore parti');
  return instantInParis(tomorrow, '08:30');
}

/** Once its hour came: the round opens the campaign, each of the ten offices has its mail. */
async function watchItLeave(running: RunningEstafette, visitor: Visitor): Promise<void> {
  const sent = async () =>
    (await running.estafette.caughtMails!.list({ words: 'projets 2028', perPage: 50 })).mails;
  await until(async () => (await sent()).length === 10, 50);
  await visitor.open(`/instructions/${slug}/diffusion`);
  await visitor.page.waitForSelector('body::-p-text(10 / 10)');
  const mails = await sent();
  expect(new Set(mails.flatMap(({ recipients }) => recipients)).size).to.equal(10);
  const read = await Promise.all(mails.map(({ id }) => running.estafette.caughtMails!.read(id)));
  const attached = read.map((mail) => mail?.attachments.map(({ name }) => name) ?? []);
  expect(attached.flat().filter((name) => name === `${slug}.pdf`)).to.have.length(10);
  expect(attached.flat().filter((name) => name?.startsWith('notification-'))).to.deep.equal([
    'notification-credits-OFF-987.pdf',
  ]);
}

const parisDay = (at: Date) => new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(at);

/** The other way round from the product: guessed in UTC, then moved by what Paris's clock shows too much. */
function instantInParis(day: string, time: string): Date {
  const guess = new Date(`${day}T${time}:00Z`);
  const hours = new Intl.DateTimeFormat('fr-FR', {
    timeZone: 'Europe/Paris',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const ahead = Number.parseInt(hours.format(guess), 10) - guess.getUTCHours();
  return new Date(guess.getTime() - ahead * 3_600_000);
}
