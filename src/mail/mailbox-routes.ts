import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { file, page, redirect, route, type Route } from '../web/route.ts';
import type { CaughtMail, CaughtMails } from './caught-mails.ts';
import { officeActs, playOffice } from './office-play.ts';
import { framedMail, mailFrameCsp } from './mail-frame.ts';

const filters = z.object({
  recherche: z.string().trim().max(100).catch('').default(''),
  page: z.coerce.number().int().min(1).catch(1).default(1),
});
const oneMail = z.object({ id: z.string().max(80) });
const played = z.object({ joue: z.enum(officeActs).optional().catch(undefined) });
const playForm = z.object({ act: z.enum(officeActs, { error: 'form.required' }) });
const onePart = z.object({ id: z.string().max(80), index: z.coerce.number().int().min(0).max(99) });

/** What came by mail is never rendered by the browser as a page of ours, whatever it says it is. */
const asTextOnly = "default-src 'none'; sandbox";

/**
 * The demonstration's mailbox: the mails that the embedded server caught, as their readers would see
 * them. Public, and to be served in a demonstration only: it shows every office's link.
 */
export function createMailboxRoutes(deps: {
  caughtMails: CaughtMails;
  messages: Messages;
  clock: Clock;
  /** Whether what is written to this address comes back to the service: such a mail is nobody's to play. */
  isOurs(address: string): boolean;
}): Route[] {
  const { caughtMails, messages, clock } = deps;
  const title = messages('mail.mailbox.title');

  async function getMail(id: string): Promise<CaughtMail> {
    const mail = await caughtMails.read(id);
    if (mail === undefined) throw new AppError('not-found', 'there is no such caught mail');
    return mail;
  }

  return [
    route({
      method: 'get',
      path: '/boite',
      access: 'public',
      query: filters,
      async handle({ query }) {
        const words = query.recherche;
        const found = await caughtMails.list({ words, page: query.page });
        const addressOf = (number: number) =>
          `/boite?${new URLSearchParams({ recherche: words, page: String(number) })}`;
        const model = {
          title,
          words,
          total: found.total,
          isFiltered: words !== '',
          page: found.page,
          pages: found.pages,
          hasPages: found.pages > 1,
          mails: found.mails.map(({ id, subject, to, receivedAt }) => ({
            href: `/boite/${id}`,
            subject: subject === '' ? messages('mail.mailbox.no-subject') : subject,
            to,
            receivedAt,
          })),
          ...(found.page > 1 ? { previous: addressOf(found.page - 1) } : {}),
          ...(found.page < found.pages ? { next: addressOf(found.page + 1) } : {}),
        };
        return page('mail/mailbox', { title, breadcrumb: [], model });
      },
    }),
    route({
      method: 'get',
      path: '/boite/:id',
      access: 'public',
      params: oneMail,
      query: played,
      async handle({ params, query }) {
        const mail = await getMail(params.id);
        const address = `/boite/${mail.id}`;
        const subject = mail.subject === '' ? messages('mail.mailbox.no-subject') : mail.subject;
        const model = {
          title: subject,
          from: mail.from,
          to: mail.to,
          sentAt: mail.date,
          receivedAt: mail.receivedAt,
          messageId: mail.messageId,
          text: mail.text,
          sourceHref: `${address}/source`,
          attachments: mail.attachments.map(({ name, size }, index) => ({
            name,
            size,
            href: `${address}/pieces/${index}`,
          })),
          ...(mail.html === undefined ? {} : { bodyHref: `${address}/corps` }),
          ...(mail.sender === '' || mail.recipients.some(deps.isOurs)
            ? {}
            : {
                play: {
                  action: `${address}/jouer`,
                  acts: officeActs.map((act) => ({ value: act, label: messages(`mail.play.${act}.label`) })),
                },
              }),
          ...(query.joue === undefined ? {} : { played: messages(`mail.play.${query.joue}.done`) }),
        };
        return page('mail/caught-mail', {
          title: subject,
          breadcrumb: [{ label: title, href: '/boite' }],
          model,
        });
      },
    }),
    route({
      method: 'post',
      path: '/boite/:id/jouer',
      access: 'public',
      params: oneMail,
      body: playForm,
      async handle({ params, form }) {
        const mail = await getMail(params.id);
        const message = form.ok
          ? await playOffice(form.value.act, mail, { messages, now: clock.now() })
          : undefined;
        if (!form.ok || message === undefined) throw new AppError('invalid', 'this mail cannot be played so');
        const { bytes, ...envelope } = message;
        await caughtMails.drop(envelope, bytes, clock.now());
        return redirect(`/boite/${mail.id}?joue=${form.value.act}`);
      },
    }),
    route({
      method: 'get',
      path: '/boite/:id/corps',
      access: 'public',
      params: oneMail,
      async handle({ params }) {
        const { html } = await getMail(params.id);
        if (html === undefined) throw new AppError('not-found', 'this caught mail has no HTML');
        const bytes = Buffer.from(framedMail(html));
        return file(bytes, {
          type: 'text/html; charset=utf-8',
          name: 'courriel.html',
          inline: true,
          csp: mailFrameCsp,
        });
      },
    }),
    route({
      method: 'get',
      path: '/boite/:id/pieces/:index',
      access: 'public',
      params: onePart,
      async handle({ params }) {
        const attachment = (await getMail(params.id)).attachments[params.index];
        if (attachment === undefined) throw new AppError('not-found', 'there is no such attachment');
        const type = attachment.type === 'application/pdf' ? attachment.type : 'application/octet-stream';
        return file(attachment.bytes, { type, name: attachment.name });
      },
    }),
    route({
      method: 'get',
      path: '/boite/:id/source',
      access: 'public',
      params: oneMail,
      async handle({ params }) {
        const bytes = await caughtMails.source(params.id);
        if (bytes === undefined) throw new AppError('not-found', 'there is no such caught mail');
        return file(bytes, {
          type: 'text/plain; charset=utf-8',
          name: 'courriel.txt',
          inline: true,
          csp: asTextOnly,
        });
      },
    }),
  ];
}
