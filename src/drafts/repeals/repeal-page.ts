import { formatLongInstant } from '../../kernel/french-format.ts';
import { addressOf, type DraftsRoutesDeps } from '../page-frame.ts';
import type { Instruction } from '../instructions.ts';
import type { Actor } from '../instruction.ts';
import { faultOfRecordingRepeal, type Repeal } from './repeal.ts';

type Deps = Pick<DraftsRoutesDeps, 'instructions' | 'messages' | 'namesOf'>;

/** A repeal in words, for those who work here. */
export async function repealModel({ messages, namesOf }: Deps, repeal: Repeal) {
  const names = await namesOf([repeal.recordedBy]);
  const name = names.get(repeal.recordedBy) ?? messages('journal.erased');
  const act = repeal.act === null ? '' : repeal.act;
  return {
    id: repeal.id,
    act: act === '' ? (repeal.by?.title ?? messages('repeals.erased')) : act,
    ...(repeal.by === undefined ? {} : { href: addressOf(repeal.by.slug) }),
    on: repeal.repealedOn,
    reason: repeal.reason ?? messages('repeals.erased'),
    recorded: messages('repeals.recorded', { name, at: formatLongInstant(repeal.recordedAt) }),
  };
}

/** On the page of a text: what repeals it, and where those who may say so go. */
export async function repealLinks(deps: Deps, { id, slug }: Instruction, actor: Actor) {
  const repeal = await deps.instructions.repealOf(id);
  const mayRecord = faultOfRecordingRepeal(actor) === undefined;
  const href = addressOf(slug, '/abrogation');
  if (repeal !== undefined)
    return { repeal: { ...(await repealModel(deps, repeal)), ...(mayRecord && { correctHref: href }) } };
  const mayRepeal = mayRecord && (await deps.instructions.faultOfRepealing(id)) === undefined;
  return mayRepeal ? { repealHref: href } : {};
}
