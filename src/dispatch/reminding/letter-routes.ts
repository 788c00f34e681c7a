import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { formatShortInstant } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { multiLine, noFields, singleLine } from '../../web/fields.ts';
import { page, redirect, route, type CurrentUser, type Reply, type Route } from '../../web/route.ts';
import {
  actorOf,
  addressOf,
  dispatchers,
  findOpened,
  isDispatcher,
  pageOf,
  readers,
  type DispatchRoutesDeps,
} from '../page-frame.ts';
import { slugParams } from '../route-params.ts';
import { failedStates, letterStanding } from './ladder-page.ts';
import type { OpenedLetter } from './reminding.ts';

const letterParams = slugParams.extend({ letter: z.uuid() });
const body = z.object({
  addressee: singleLine(200),
  address: singleLine(254),
  subject: singleLine(200),
  body: multiLine(8000, 1),
  next: z.enum(['keep', 'read']).default('keep'),
});

/** A letter about silence: read, written, read once more, sent by a person; or set aside. */
export function createLetterRoutes(deps: DispatchRoutesDeps): Route[] {
  const { messages, reminding } = deps;
  const path = '/instructions/:slug/diffusion/relances/courriers/:letter';
  const pathOf = (slug: string, id: string) => addressOf(slug, `/relances/courriers/${id}`);

  /** A letter of another campaign is not this page's. */
  async function findLetter({ slug, letter: id }: { slug: string; letter: string }) {
    const { instruction, campaign } = await findOpened(deps, slug);
    const letter = await reminding.letters.open(id);
    if (letter?.campaignId !== campaign.id)
      throw new AppError('not-found', 'no such letter', { messageKey: 'reminders.letters.unknown' });
    return { instruction, campaign, letter };
  }

  /** The state of its mail, in the ledger's words. */
  const mailOf = ({ mail, state }: OpenedLetter) =>
    mail === undefined || state !== 'sent' ? {} : { mailState: messages(`dispatch.state.${mail.state}`) };

  async function letterPage(
    found: Awaited<ReturnType<typeof findLetter>>,
    user: CurrentUser | undefined,
    typed: Record<string, string> = {},
    errors?: FieldError[],
  ): Promise<Reply> {
    const { instruction, campaign, letter } = found;
    const { kind, text, known, offices, seat, mail } = letter;
    const own = pathOf(instruction.slug, letter.id);
    const isOver = campaign.state === 'cancelled' || campaign.state === 'closed';
    const mayAct = isDispatcher(user) && !isOver;
    const mayWrite = mayAct && letter.state === 'prepared';
    const failed = failedStates.includes(mail?.state ?? '');
    const names = await deps.namesOf([letter.changedBy]);
    const preview = await reminding.letters.preview(letter);
    const title = messages(`reminders.letter-title.${kind}`, {
      office: offices[0]?.officeName ?? '',
      region: letter.regionName ?? '',
    });
    const model = {
      ...{ title, mayWrite },
      ...letterStanding(messages, { ...letter, mailState: mail?.state }),
      ...mailOf(letter),
      ...(letter.state === 'prepared'
        ? {}
        : {
            decided: messages(`reminders.letter-decided.${letter.state}`, {
              at: formatShortInstant(letter.changedAt),
              by: names.get(letter.changedBy) ?? messages('dispatch.page.erased'),
            }),
          }),
      offices: offices.map(({ officeId, officeName, acknowledged }) => ({
        name: officeName,
        href: addressOf(instruction.slug, `/${officeId}`),
        ...(acknowledged ? { acknowledged: messages('reminders.acknowledged-since') } : {}),
      })),
      ...(known === undefined ? { unknown: unknownOf(letter) } : {}),
      ...(seat === undefined ? {} : { seat: { name: seat.name, href: `/prefectures/${seat.id}` } }),
      directoryHref: `/prefectures/${letter.letterOfficeId}`,
      isProposed: letter.textHash === undefined,
      addressee: typed['addressee'] ?? text.addressee,
      address: typed['address'] ?? text.address,
      subject: typed['subject'] ?? text.subject,
      body: typed['body'] ?? text.body,
      ...(preview === undefined ? {} : { preview: { subject: preview.subject, text: preview.text } }),
      action: own,
      ...(mayWrite ? { setAsideAction: `${own}/ecarter` } : {}),
      ...(mayAct && (letter.state === 'set-aside' || (letter.state === 'sent' && failed))
        ? { resume: { action: `${own}/reprendre`, label: messages(`reminders.resume.${letter.state}`) } }
        : {}),
      back: addressOf(instruction.slug, '/relances'),
    };
    const printable = Object.fromEntries(Object.entries(model).filter(([, value]) => value !== ''));
    const content = await pageOf(deps, instruction, printable, { title, below: true });
    if (errors === undefined) return page('dispatch/letter', content);
    return page('dispatch/letter', { ...content, errors }, 422);
  }

  const unknownOf = ({ kind, seat }: OpenedLetter) =>
    messages(`reminders.no-contact.${kind}`, { seat: seat?.name ?? '' });

  function gesture(name: string, act: 'setAside' | 'resume', done: string): Route {
    return route({
      method: 'post',
      path: `${path}/${name}`,
      access: dispatchers,
      params: letterParams,
      body: noFields,
      async handle({ params, user }) {
        const { letter } = await findLetter(params);
        const outcome = await reminding.letters[act](actorOf(user), letter.id);
        const key = outcome.ok ? done : (outcome.errors[0]?.key ?? done);
        return redirect(pathOf(params.slug, letter.id), messages(key));
      },
    });
  }

  return [
    route({
      method: 'get',
      path,
      access: readers,
      params: letterParams,
      handle: async ({ params, user }) => letterPage(await findLetter(params), user),
    }),
    route({
      method: 'post',
      path,
      access: dispatchers,
      params: letterParams,
      body,
      async handle({ params, form, typed, user }) {
        const found = await findLetter(params);
        if (!form.ok) return letterPage(found, user, typed, form.errors);
        const { next, ...written } = form.value;
        const outcome = await reminding.letters.write(actorOf(user), found.letter.id, written);
        if (!outcome.ok) return letterPage(found, user, typed, outcome.errors);
        const own = pathOf(params.slug, found.letter.id);
        return next === 'read' ? redirect(`${own}/confirmer`) : redirect(own, messages('reminders.kept'));
      },
    }),
    route({
      method: 'get',
      path: `${path}/confirmer`,
      access: dispatchers,
      params: letterParams,
      async handle({ params }) {
        const { instruction, letter } = await findLetter(params);
        const own = pathOf(params.slug, letter.id);
        const preview = await reminding.letters.preview(letter);
        if (letter.state !== 'prepared' || letter.textHash === undefined || preview === undefined)
          return redirect(own, messages('reminders.letters.write-first'));
        const { addressee, address } = letter.text;
        const answered = letter.offices.filter(({ acknowledged }) => acknowledged);
        const title = messages('reminders.confirm.title');
        const model = {
          title,
          question: messages('reminders.confirm.question', { addressee, address }),
          points: ['one', 'final', 'journal'].map((point) => ({
            text: messages(`reminders.confirm.point-${point}`),
          })),
          answered: answered.map(({ officeName }) => ({
            text: messages('reminders.confirm.answered', { office: officeName }),
          })),
          ...{ subject: preview.subject, text: preview.text },
          ...{ action: `${own}/envoyer`, hash: letter.textHash, back: own },
        };
        return page(
          'dispatch/letter-confirm',
          await pageOf(deps, instruction, model, { title, below: true }),
        );
      },
    }),
    route({
      method: 'post',
      path: `${path}/envoyer`,
      access: dispatchers,
      params: letterParams,
      body: z.object({ hash: z.string().max(64).default('') }),
      async handle({ params, form, user }) {
        const { letter } = await findLetter(params);
        const hash = form.ok ? form.value.hash : '';
        const outcome = await reminding.letters.send(actorOf(user), letter.id, hash);
        const key = outcome.ok ? 'reminders.letters.sent' : (outcome.errors[0]?.key ?? '');
        return redirect(pathOf(params.slug, letter.id), messages(key));
      },
    }),
    gesture('ecarter', 'setAside', 'reminders.letters.put-aside'),
    gesture('reprendre', 'resume', 'reminders.letters.resumed'),
  ];
}
