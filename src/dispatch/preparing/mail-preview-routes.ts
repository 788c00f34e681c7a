import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { formatBytes, formatShortInstant } from '../../kernel/french-format.ts';
import type { FieldError } from '../../kernel/outcome.ts';
import { singleLine } from '../../web/fields.ts';
import { file, redirect, route, type Reply, type Route } from '../../web/route.ts';
import { shownBody, shownFile } from './mail-preview.ts';
import { actorOf, addressOf, dispatchers, type DispatchRoutesDeps } from '../page-frame.ts';
import { notificationsModel } from './notifications.ts';
import { addressAfter, addressOfStep, findPrepared, stepPage, type Prepared } from './preparing-page.ts';
import { officeId, officeParams, slugParams } from '../route-params.ts';

const choice = z.object({ prefecture: z.string().max(20).catch('') });

/** « Ce que chacun recevra »: any office's mail, whole, and a trial of it to oneself. */
export function createMailPreviewRoutes(deps: DispatchRoutesDeps): Route[] {
  const { preparing, messages } = deps;

  async function mailPage(
    { instruction, preparation }: Prepared,
    wanted: { officeId: string; address: string; errors?: FieldError[] },
  ): Promise<Reply> {
    const plan = await preparing.plan(preparation);
    const chosen = plan?.offices.find(({ office }) => office.id === wanted.officeId) ?? plan?.offices[0];
    const shown = plan && chosen && (await preparing.preview(plan, chosen.office.id));
    if (plan === undefined || chosen === undefined || shown === undefined)
      return redirect(addressOfStep(instruction.slug, 'recipients'), messages('dispatch.open.no-office'));
    const { mail, bytes, address } = shown;
    const path = addressOfStep(instruction.slug, 'mail');
    const own = `${path}/${chosen.office.id}`;
    const notifications = notificationsModel(messages, instruction.slug, plan);
    const model = {
      path,
      offices: plan.offices.map(({ office, role }) => ({
        value: office.id,
        label: messages(`preparing.mail.choice-${role}`, { name: office.name }),
        selected: office.id === chosen.office.id,
      })),
      office: chosen.office.name,
      isCopy: chosen.role === 'cc',
      from: mail.from.name === undefined ? mail.from.address : `${mail.from.name} <${mail.from.address}>`,
      to: address ?? messages('preparing.mail.no-address'),
      subject: mail.subject,
      size: formatBytes(bytes),
      attachments: mail.attachments.map(({ name, size, sha256 }, index) => ({
        name,
        size,
        sha256,
        href: `${own}/pieces/${index}`,
      })),
      isByLink: plan.pdfBy === 'link',
      pdfSize: plan.pdf.byteLength,
      areAnnexesByLink:
        plan.annexesBy === 'link' && (plan.annexes?.bytesByOffice.has(chosen.office.id) ?? false),
      ...(notifications === undefined
        ? {}
        : {
            notifications: {
              ...notifications,
              action: addressOf(instruction.slug, '/preparation/notifications'),
            },
          }),
      bodyHref: own,
      text: mail.text,
      trial: { action: addressOf(instruction.slug, '/preparation/essai'), office: chosen.office.id },
      address: wanted.address,
      trials: (await preparing.listTrials(preparation.id)).map((trial) => ({
        at: formatShortInstant(trial.sentAt),
        office:
          plan.offices.find(({ office }) => office.id === trial.officeId)?.office.name ?? trial.officeId,
        address: trial.address,
        outcome: messages(`dispatch.outcome.${trial.outcome}`),
      })),
      next: addressAfter(instruction.slug, 'mail'),
    };
    return stepPage(deps, instruction, 'mail', model, wanted.errors);
  }

  /** The mail of an office, for its body and its attachments. */
  async function mailOf(slug: string, office: string) {
    const found = await findPrepared(deps, slug);
    const plan = 'elsewhere' in found ? undefined : await preparing.plan(found.preparation);
    const shown = plan && (await preparing.preview(plan, office));
    if (shown === undefined) throw new AppError('not-found', 'no mail is prepared for this office');
    return shown.mail;
  }

  return [
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/courriel',
      access: dispatchers,
      params: slugParams,
      query: choice,
      async handle({ params, query, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const address = (await deps.mailOf(user?.id ?? '')) ?? '';
        return mailPage(found, { officeId: query.prefecture, address });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/courriel/:office',
      access: dispatchers,
      params: officeParams,
      async handle({ params }) {
        const { bytes, csp } = shownBody(await mailOf(params.slug, params.office));
        return file(bytes, { type: 'text/html; charset=utf-8', name: 'courriel.html', inline: true, csp });
      },
    }),
    route({
      method: 'get',
      path: '/instructions/:slug/diffusion/preparation/courriel/:office/pieces/:index',
      access: dispatchers,
      params: officeParams.extend({ index: z.coerce.number().int().min(0).max(99) }),
      async handle({ params }) {
        const attached = shownFile(await mailOf(params.slug, params.office), params.index);
        if (attached === undefined) throw new AppError('not-found', 'the mail has no such attachment');
        return file(attached.bytes, { type: 'application/pdf', name: attached.name });
      },
    }),
    route({
      method: 'post',
      path: '/instructions/:slug/diffusion/preparation/essai',
      access: dispatchers,
      params: slugParams,
      body: z.object({ office: officeId, address: singleLine(254) }),
      async handle({ params, form, typed, user }) {
        const found = await findPrepared(deps, params.slug);
        if ('elsewhere' in found) return found.elsewhere;
        const wanted = { officeId: typed['office'] ?? '', address: typed['address'] ?? '' };
        if (!form.ok) return mailPage(found, { ...wanted, errors: form.errors });
        const { office, address } = form.value;
        const plan = await preparing.plan(found.preparation);
        if (plan === undefined) return redirect(addressOf(params.slug));
        const outcome = await preparing.tryOn(actorOf(user), found.preparation, plan, {
          officeId: office,
          address,
        });
        if (!outcome.ok) return mailPage(found, { ...wanted, errors: outcome.errors });
        const { outcome: end } = outcome.value;
        const reply = 'reply' in outcome.value ? outcome.value.reply : (outcome.value.cause ?? '');
        const key = end === 'accepted' || end === 'unknown' ? end : 'failed';
        return redirect(
          `${addressOfStep(params.slug, 'mail')}?prefecture=${office}`,
          messages(`preparing.trial.${key}`, { address, reply }),
        );
      },
    }),
  ];
}
