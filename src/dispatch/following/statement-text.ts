import { formatCount, formatDay, formatLongInstant, formatShortInstant } from '../../kernel/french-format.ts';
import type { Messages } from '../../kernel/messages.ts';
import { findPlace } from '../../prefectures/prefectures.ts';
import type { StatedMail, StatedOffice, StatementContent } from './statement.ts';
import { standings } from '../standing.ts';

/** The statement in French, ready to be printed; every line comes from what was hashed. */
export function printableOf(messages: Messages, content: StatementContent, contentSha256: string) {
  const { instruction, equation } = content;
  const said = (key: string, params: Record<string, string | number> = {}) =>
    messages(`dispatch.statement.${key}`, params);
  return {
    title: said('title', { title: instruction.title }),
    facts: [
      { label: said('document'), value: instruction.title },
      { label: said('sha256'), value: instruction.sha256, isHash: true },
      { label: said('opened'), value: formatLongInstant(content.openedAt) },
      { label: said('deadline'), value: formatDay(content.deadlineOn) },
      { label: said('closed'), value: formatLongInstant(content.closedAt) },
      { label: said('content'), value: contentSha256, isHash: true },
      ...(content.journal === undefined
        ? []
        : [
            {
              label: said('head', { line: content.journal.line }),
              value: content.journal.hash,
              isHash: true,
            },
          ]),
    ],
    terms: standings.map((standing) => {
      const count = equation.offices[standing] ?? 0;
      return {
        count: formatCount(count),
        label: messages(`dispatch.figure.${standing}-${count < 2 ? 'one' : 'many'}`),
      };
    }),
    total: formatCount(equation.frozen),
    acknowledged: said('acknowledged', {
      count: formatCount(equation.acknowledged),
      asked: formatCount(equation.asked),
    }),
    offices: content.offices.map((office) => ({
      code: findPlace(office.office)?.code ?? office.office,
      name: office.name,
      role: messages(`dispatch.role-filter.${office.role}`),
      ...(office.region === undefined ? {} : { region: office.region }),
      standing: messages(`dispatch.standing.${office.standing}`),
      mails: office.mails.map((mail) => mailOf(messages, mail)),
      ...acknowledgementOf(messages, office),
    })),
  };
}

function mailOf(messages: Messages, mail: StatedMail) {
  return {
    title: messages(mail.step === undefined ? 'dispatch.statement.mail' : 'dispatch.statement.reminder', {
      rank: mail.rank,
      step: mail.step ?? 0,
      state: messages(`dispatch.state.${mail.state}`),
    }),
    messageId: mail.messageId,
    ...(mail.contactHash === undefined ? {} : { contactHash: mail.contactHash }),
    attempts: mail.attempts.map(({ at, outcome, code, reply }) => ({
      at: formatShortInstant(at),
      outcome: messages(`dispatch.outcome.${outcome}`),
      // A server's words begin with the code that it gives; a silence has neither.
      reply: reply ?? (code === undefined ? messages('dispatch.page.erased') : String(code)),
    })),
  };
}

function acknowledgementOf(messages: Messages, { acknowledgement }: StatedOffice) {
  if (acknowledgement === undefined) return {};
  const { id, at, personHash, declaredFrom, scan, strength = 'declared', means } = acknowledgement;
  const worth = [
    messages(`acknowledgements.strength.${strength}`),
    ...(means === undefined ? [] : [messages(`acknowledgements.means.${means}`)]),
  ].join(' ');
  return {
    acknowledgement: {
      ...{ at: formatShortInstant(at), id, personHash, worth },
      ...(declaredFrom === undefined ? {} : { declaredFrom }),
      ...(scan === undefined ? {} : { scan }),
    },
  };
}
