import { z } from 'zod';
import { formatDay } from '../kernel/french-format.ts';
import { newToken } from '../kernel/ids.ts';
import type { Messages } from '../kernel/messages.ts';
import {
  file,
  page,
  redirect,
  route,
  type Page,
  type Reply,
  type Route,
  type RouteRequest,
} from '../web/route.ts';
import { acknowledgementForm, namedFault } from './acknowledgement-form-page.ts';
import { createAcknowledgementText } from './acknowledgement-text.ts';
import type { Acknowledgements, ClosedLetter, OpenLetter } from './acknowledgements.ts';
import { letterModel, recordedModel } from './letter-page.ts';
import type { Proofs } from './proofs.ts';
import { receiptName } from './receipt-mail.ts';
import type { Visits } from './visits.ts';
import type { WrongLinkLimit } from './wrong-link-limit.ts';

type Asked = Pick<RouteRequest<unknown, unknown, unknown>, 'address' | 'visitor'>;

// Any text, so that an altered link gets the page that explains it rather than the general one.
const linkToken = z.object({ token: z.string() });

/**
 * The office's pages, opened by the link of its mail and by nothing else. Only the POST records.
 * `contact`: the address to write to, as MAIL_FROM gives it (« Nom <adresse> » or the address alone).
 */
export function createAcknowledgementsRoutes(deps: {
  acknowledgements: Acknowledgements;
  proofs: Pick<Proofs, 'receiptPdf' | 'receiptState'>;
  visits: Pick<Visits, 'note'>;
  wrongLinks: WrongLinkLimit;
  messages: Messages;
  /** Whether an office is asked, this year, to say that its contacts are right. */
  isAskedOfContacts?(officeId: string): Promise<boolean>;
  contact: string;
  /** How long names are kept, in years, as the service decided; undefined: not said. */
  keptYears?: number | undefined;
}): Route[] {
  const { acknowledgements, proofs, messages } = deps;
  const contact = /<([^<>]+)>/.exec(deps.contact)?.[1] ?? deps.contact;
  const text = createAcknowledgementText(messages);

  function closed(letter: ClosedLetter): Reply {
    const { state } = letter;
    const title = messages(`acknowledgements.title.${state}`);
    const day = letter.state === 'expired' ? { day: formatDay(letter.expiresOn) } : {};
    const model = {
      title,
      sentence: messages(`acknowledgements.${state}`, day),
      advice: messages(`acknowledgements.${state}-advice`),
      contact,
    };
    const content: Page = { title, layout: 'bare', model };
    return page('acknowledgements/closed', content, ['expired', 'revoked'].includes(state) ? 410 : 404);
  }

  /** What a link opens; one that opens nothing is counted against the network address that tried it. */
  async function openOrCount(token: string, request: Asked): Promise<OpenLetter | ClosedLetter> {
    const letter = await acknowledgements.open(token);
    if (letter.state === 'unknown') await deps.wrongLinks.count(request.address);
    return letter;
  }

  async function letterPage(
    token: string,
    letter: OpenLetter,
    refused: Pick<Page, 'errors'> & { typed: Record<string, string> } = { typed: {} },
  ): Promise<Reply> {
    const { typed, errors = [] } = refused;
    const state = stateOf(letter);
    const model = letterModel({
      token,
      letter,
      text,
      messages,
      contact,
      typed,
      // A refused form keeps its key, unless the key was the fault.
      formKey:
        (errors.some(({ field }) => field === 'formKey') ? undefined : typed['formKey']) ?? newToken(16),
      bytes: (await letter.version.pdf()).byteLength,
      credits: await acknowledgements.creditsOf(letter),
      asked: await acknowledgements.askedOf(letter),
      keptYears: deps.keptYears,
    });
    return page(
      'acknowledgements/letter',
      {
        title: messages(`acknowledgements.title.${state}`, { title: letter.version.title }),
        layout: 'bare',
        model,
        errors,
      },
      errors.length > 0 ? 422 : 200,
    );
  }

  return [
    route({
      method: 'get',
      path: '/accuse/:token',
      access: 'public',
      params: linkToken,
      async handle({ params, ...request }) {
        const letter = await openOrCount(params.token, request);
        if (letter.state !== 'open') return closed(letter);
        deps.visits.note(letter.link.deliveryId, 'opened', request.visitor);
        return letterPage(params.token, letter);
      },
    }),
    route({
      method: 'post',
      path: '/accuse/:token',
      access: 'public',
      params: linkToken,
      body: acknowledgementForm,
      async handle({ params: { token }, form, typed, ...request }) {
        if (!form.ok) {
          const letter = await openOrCount(token, request);
          if (letter.state !== 'open') return closed(letter);
          deps.visits.note(letter.link.deliveryId, 'form-refused', request.visitor);
          return letterPage(token, letter, { typed, errors: form.errors.map(namedFault) });
        }
        const done = await acknowledgements.record(token, form.value);
        if (done.state === 'unknown') await deps.wrongLinks.count(request.address);
        if (done.state === 'not-asked') return redirect(`/accuse/${token}`);
        if (!('acknowledgement' in done)) return closed(done);
        return redirect(`/accuse/${token}/merci/${done.acknowledgement.id}`);
      },
    }),
    route({
      method: 'get',
      path: '/accuse/:token/merci/:acknowledgement',
      access: 'public',
      params: linkToken.extend({ acknowledgement: z.string() }),
      async handle({ params: { token, acknowledgement: id }, ...request }) {
        const letter = await openOrCount(token, request);
        if (letter.state !== 'open') return closed(letter);
        const acknowledgement = letter.acknowledgements.find((candidate) => candidate.id === id);
        if (acknowledgement === undefined) return closed({ state: 'unknown' });
        const title = messages('acknowledgements.title.recorded', { title: letter.version.title });
        const receipt = await proofs.receiptState(id);
        const asksContacts = (await deps.isAskedOfContacts?.(letter.link.officeId)) ?? false;
        const told = recordedModel({ token, letter, acknowledgement, text, contact, receipt });
        const model = { ...told, asksContacts };
        return page('acknowledgements/recorded', { title, layout: 'bare', model });
      },
    }),
    route({
      method: 'get',
      path: '/accuse/:token/merci/:acknowledgement/recu.pdf',
      access: 'public',
      params: linkToken.extend({ acknowledgement: z.string() }),
      async handle({ params: { token, acknowledgement: id }, ...request }) {
        const letter = await openOrCount(token, request);
        if (letter.state !== 'open') return closed(letter);
        const isOwn = letter.acknowledgements.some((candidate) => candidate.id === id);
        const pdf = isOwn ? await proofs.receiptPdf(id) : undefined;
        if (pdf === undefined) return closed({ state: 'unknown' });
        return file(pdf, { type: 'application/pdf', name: receiptName(id) });
      },
    }),
    route({
      method: 'get',
      path: '/accuse/:token/pieces/:piece',
      access: 'public',
      params: linkToken.extend({ piece: z.string() }),
      async handle({ params, ...request }) {
        const letter = await openOrCount(params.token, request);
        if (letter.state !== 'open') return closed(letter);
        deps.visits.note(letter.link.deliveryId, 'document', request.visitor);
        const { pieces } = await acknowledgements.creditsOf(letter);
        const piece = pieces.find(({ name }) => name === params.piece);
        if (piece === undefined) return closed({ state: 'unknown' });
        return file(await piece.bytes(), { type: piece.type, name: piece.name });
      },
    }),
    route({
      method: 'get',
      path: '/accuse/:token/document.pdf',
      access: 'public',
      params: linkToken,
      async handle({ params, ...request }) {
        const letter = await openOrCount(params.token, request);
        if (letter.state !== 'open') return closed(letter);
        deps.visits.note(letter.link.deliveryId, 'document', request.visitor);
        const name = text.documentName(letter);
        return file(await letter.version.pdf(), { type: 'application/pdf', name });
      },
    }),
  ];
}

/** What the page's title and badge say: a letter in copy waits for nothing. */
function stateOf({
  link,
  acknowledgements,
  ended,
}: OpenLetter): 'replaced' | 'repealed' | 'copy' | 'acknowledged' | 'waiting' {
  if (ended !== undefined) return ended;
  if (link.role === 'cc') return 'copy';
  return acknowledgements.length > 0 ? 'acknowledged' : 'waiting';
}
