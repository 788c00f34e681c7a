import { expect } from 'chai';
import { until } from '../until.ts';
import type { ClockedWalk } from './clocked-walk.ts';

const slug = '2028-chefs-de-projets';
const office = 'OFF-971';
const address = 'secretariat.general@guadeloupe.pref.example';

/**
 * Nobody acknowledges: an office is reminded by itself on its own day, then a dispatcher reads and sends a
 * letter about it. `moveClockTo` moves the product's clock.
 */
export async function remindAndWrite(given: ClockedWalk): Promise<void> {
  const { running, visitor, accessible, picture } = given;
  const { estafette } = running;
  const instruction = await estafette.instructions.findBySlug(slug);
  const campaign = await estafette.dispatch.findCampaignOf(instruction?.id ?? '');
  const path = `/instructions/${slug}/diffusion/relances`;
  const mails = async (words: string) => (await estafette.caughtMails!.list({ words, perPage: 50 })).mails;

  /** Ten in the morning in Pointe-à-Pitre, on the office's own day of a step. */
  async function goToStep(step: number): Promise<void> {
    const { coming } = (await estafette.reminding.outlook(campaign?.id ?? ''))!;
    const own = coming.find((each) => each.officeId === office && each.step === step);
    given.moveClockTo(new Date(`${own?.on}T14:00:00Z`));
    await estafette.reminding.remindDue();
    await visitor.enterAs('samir.benali');
  }

  await visitor.enterAs('samir.benali');
  await visitor.open(path);
  expect(await visitor.text()).to.match(/relances? partir(a|ont) le/);
  await accessible();
  await picture('relances');
  await visitor.page.setViewport({ width: 390, height: 800 });
  await accessible();
  await visitor.page.setViewport({ width: 1440, height: 900 });
  await visitor.open(`${path}/etapes/3`);
  await visitor.fill('workingDays', '7');
  await accessible();
  await visitor.follow('Enregistrer l’étape');
  expect(await visitor.text()).to.contain('7 jours ouvrés après l’échéance');

  await goToStep(2);
  await until(
    async () => (await mails('Relance n')).some(({ recipients }) => recipients.join().includes('guadeloupe')),
    50,
  );
  await visitor.open(`/instructions/${slug}/diffusion/${office}`);
  expect(await visitor.text()).to.contain('Relance, étape 2');

  await goToStep(4);
  await visitor.open(path);
  await accessible();
  await visitor.follow('Courrier au secrétaire général : préfecture de la Guadeloupe');
  expect(await visitor.text()).to.contain('L’annuaire n’a pas de secrétaire général');
  await visitor.fill('address', address);
  await accessible();
  await picture('courrier-de-relance');
  await visitor.follow('Enregistrer et relire avant l’envoi');
  expect(await visitor.text()).to.contain(address);
  await accessible();
  expect(await mails(address)).to.deep.equal([]);
  await visitor.follow('Envoyer ce courrier');
  expect(await visitor.text()).to.match(/Relu et envoyé le .* par Samir Benali/);
  await until(async () => (await mails(address)).length === 1, 50);
}
