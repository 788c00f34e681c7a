import { relations, type Relation } from './amendment.ts';
import { addressOf, type DraftsRoutesDeps } from './page-frame.ts';
import type { Instruction } from './instructions.ts';

type Deps = Pick<DraftsRoutesDeps, 'instructions' | 'messages'>;

/** What the « correction-notice » partial declares. */
interface Notice {
  kind: 'warning' | 'info';
  heading: string;
  title: string;
  href: string;
  day: string;
  isSent: boolean;
  changes: string;
}

/** On the page of a text: what sent rectificatifs did to it, then what it corrects itself. */
export async function noticesOf(
  { instructions, messages }: Deps,
  instruction: Instruction,
): Promise<Notice[]> {
  const notices = (await instructions.correctionsOf(instruction.id)).flatMap((correction): Notice[] => {
    const { relation, title, slug, sentOn, changes } = correction;
    // A repeal has a notice of its own.
    if (slug === undefined || relation === 'repeals') return [];
    const said = relation === 'replaces' ? 'replaced' : 'amended';
    return [
      {
        kind: relation === 'replaces' ? 'warning' : 'info',
        heading: messages(`drafts.amendment.notice.${said}`),
        ...{ title, href: addressOf(slug), day: sentOn, isSent: true, changes },
      },
    ];
  });
  const corrects = await instructions.correctedBy(instruction.id);
  if (corrects === undefined) return notices;
  const { relation, title, slug, signedOn, changes } = corrects;
  return [
    ...notices,
    {
      kind: 'info',
      heading: messages(`drafts.amendment.notice.${relation}`),
      ...{ title, href: addressOf(slug), day: signedOn, isSent: false, changes },
    },
  ];
}

/** The choice between replacing and amending, as a form shows it. */
export function relationChoices(messages: Deps['messages'], chosen?: string) {
  return relations.map((value: Relation) => ({
    value,
    label: messages(`drafts.amendment.relation.${value}`),
    hint: messages(`drafts.amendment.relation.${value}-hint`),
    selected: value === chosen,
  }));
}

/** What a drafter may do about rectificatifs on a text's page; nothing for anybody else. */
export async function amendingModel(
  { instructions, messages }: Deps,
  { id, slug, state }: Instruction,
  isDrafter: boolean,
) {
  const underWay = await instructions.correctionUnderWay(id);
  const corrects = await instructions.correctedBy(id);
  const wasSent = state === 'dispatched' || state === 'closed';
  const mayBegin = isDrafter && wasSent && (await instructions.faultOfCorrecting(id)) === undefined;
  return {
    ...(underWay === undefined
      ? {}
      : { underWay: { title: underWay.title, href: addressOf(underWay.slug) } }),
    ...(mayBegin ? { correctHref: addressOf(slug, '/rectificatif') } : {}),
    ...(isDrafter && corrects?.mayChangeRelation === true
      ? {
          effect: {
            action: addressOf(slug, '/rectificatif/effet'),
            choices: relationChoices(messages, corrects.relation),
          },
        }
      : {}),
  };
}
