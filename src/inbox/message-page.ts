import { formatBytes } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { Inbox } from './inbox.ts';
import { addressOf, badgeOf, senderWords, subjectWords } from './page-frame.ts';
import { sortedKinds } from './sorting.ts';

type Found = NonNullable<Awaited<ReturnType<Inbox['find']>>>;

interface MessagePageInput {
  found: Found;
  campaigns: readonly { id: string; slug: string; title: string }[];
  offices: Map<string, string>;
  /** Of those who decided or answered. */
  names: Map<string, string>;
  /** A dispatcher looks. */
  sorts: boolean;
  typed: Record<string, string>;
}

const badgeOfAnswer = {
  pending: 'info',
  sending: 'info',
  ending: 'info',
  accepted: 'success',
  refused: 'error',
  unknown: 'warning',
} as const;

const knownActions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'displayed', 'deleted'];

/** One message with what was made of it, as templates/pages/inbox/message.hbs declares it. */
export function messageModel(messages: Messages, given: MessagePageInput) {
  const { found, campaigns, offices, sorts } = given;
  const { message, answers } = found;
  const { id, words, filing, kept, size } = message;
  const campaign = campaigns.find((each) => each.id === filing.tied?.campaignId);
  const isTied = filing.state === 'tied' && filing.tied !== undefined;
  const isReply = isTied && filing.kind === 'reply' && filing.tied?.answerId === undefined;
  const mayAnswer =
    isTied &&
    words !== undefined &&
    words.fromAddress !== '' &&
    ['reply', 'auto-reply'].includes(filing.kind);
  const mayDeclare = sorts && isReply && found.declared === undefined;
  return {
    title: subjectWords(messages, words),
    badge: badgeOf[filing.kind],
    kind: messages(`inbox.kind.${filing.kind}`),
    from: senderWords(messages, words),
    receivedAt: message.receivedAt,
    ...(words?.sentAt === undefined ? {} : { sentAt: words.sentAt }),
    size,
    sha256: message.sha256,
    ...(kept === 'whole' ? {} : { kept: messages(`inbox.kept.${kept}`, { size: formatBytes(size) }) }),
    limits: (words?.limits ?? []).map((limit) => ({ text: messages(`cli.inbox.limit.${limit}`) })),
    ...doubtOf(messages, found),
    toClass: filing.state === 'to-class',
    acts: mayDeclare || (sorts && mayAnswer),
    ...(filing.tied === undefined || campaign === undefined
      ? {}
      : {
          office: {
            name: offices.get(filing.tied.officeId) ?? filing.tied.officeId,
            href: `/instructions/${campaign.slug}/diffusion/${filing.tied.officeId}`,
            evidence: messages(`inbox.evidence.${filing.evidence}`),
            instruction: campaign.title,
          },
        }),
    recipients: (words?.recipients ?? [])
      .slice(0, 50)
      .map(({ address, action, status, permanent, diagnostic }) => ({
        address: address === '' ? messages('inbox.no-sender') : address,
        action: messages(`inbox.action.${knownActions.includes(action) ? action : 'other'}`),
        permanent: permanent && action === 'failed',
        ...(status === null ? {} : { status }),
        ...(diagnostic === '' ? {} : { diagnostic }),
      })),
    ...(words === undefined || words.text.trim() === '' ? {} : { text: words.text }),
    attachments: (words?.attachments ?? []).slice(0, 100).map(({ name, bytes, type }, index) => ({
      name: name === '' ? type : name,
      size: bytes,
      href: addressOf(id, `/pieces/${index}`),
      isKept: kept === 'whole',
    })),
    ...(words === undefined ? {} : { sourceHref: addressOf(id, '/source') }),
    answers: answers.map((answer) => ({
      at: answer.writtenAt,
      who: given.names.get(answer.writtenBy) ?? messages('journal.erased'),
      state: messages(`inbox.answer.state-${answer.state}`),
      badge: badgeOfAnswer[answer.state],
      text: answer.text?.text ?? messages('inbox.erased'),
      ...(answer.state === 'accepted' || (answer.text?.serverReply ?? '') === ''
        ? {}
        : { reply: answer.text?.serverReply ?? '' }),
    })),
    ...(sorts && mayAnswer ? { answerHref: addressOf(id, '/repondre') } : {}),
    ...(mayDeclare ? { declareHref: addressOf(id, '/accuse') } : {}),
    history: historyOf(messages, given),
    ...(sorts && filing.state !== 'tied' ? { tie: tieForm(messages, given) } : {}),
    ...(sorts && filing.state === 'to-class'
      ? { aside: { action: addressOf(id, '/ecarter'), reason: given.typed['reason'] ?? '' } }
      : {}),
    back: filing.state === 'to-class' ? '/retours/a-classer' : '/retours',
  };
}

function doubtOf(messages: Messages, { message: { filing } }: Found) {
  if (filing.state !== 'to-class') return {};
  const doubt = filing.tied === undefined ? filing.evidence : 'not-classed';
  return { doubt: messages(`inbox.doubt.${doubt}`) };
}

function historyOf(messages: Messages, { found, names, offices }: MessagePageInput) {
  const nameOf = (id: string) => names.get(id) ?? messages('journal.erased');
  const { declared } = found.declared ?? {};
  const decided = found.decisions.map((decision) => {
    const { decidedBy, decidedAt, state, kind, evidence, tied } = decision;
    const bySystem = decidedBy === 'system';
    const key =
      bySystem && state === 'to-class' ? 'system-to-class' : `${bySystem ? 'system' : 'person'}-${state}`;
    return {
      at: decidedAt,
      who: bySystem ? messages('journal.system') : nameOf(decidedBy),
      text: messages(`inbox.history.${key}`, {
        evidence: bySystem && state === 'tied' ? messages(`inbox.evidence.${evidence}`) : '',
        office: offices.get(tied?.officeId ?? '') ?? tied?.officeId ?? '',
        kind: messages(`inbox.kind.${kind}`).toLowerCase(),
        reason: decision.reason ?? messages('inbox.erased'),
      }),
    };
  });
  if (declared === undefined) return decided;
  const done = { at: declared.at, who: nameOf(declared.by), text: messages('inbox.history.declared') };
  return [...decided, done];
}

function tieForm(messages: Messages, { found, campaigns, offices, typed }: MessagePageInput) {
  const { filing } = found.message;
  const chosen = {
    campaign: typed['campaign'] ?? filing.tied?.campaignId ?? campaigns[0]?.id,
    office: typed['office'] ?? filing.tied?.officeId ?? '',
    kind: typed['kind'] ?? (filing.kind === 'unclassified' ? 'reply' : filing.kind),
  };
  return {
    action: addressOf(found.message.id, '/rattacher'),
    campaigns: campaigns.map(({ id, title }) => ({
      value: id,
      label: title,
      selected: id === chosen.campaign,
    })),
    offices: [
      { value: '', label: messages('inbox.tie.choose'), selected: chosen.office === '' },
      ...[...offices].map(([id, name]) => ({ value: id, label: name, selected: id === chosen.office })),
    ],
    kinds: sortedKinds.map((kind) => ({
      value: kind,
      label: messages(`inbox.sorted.${kind}`),
      selected: kind === chosen.kind,
    })),
  };
}
