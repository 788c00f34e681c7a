import { formatDay } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { SigningPort } from './ports.ts';

type Readiness = Awaited<ReturnType<SigningPort['preflight']>>[number];

/** How long the page waits for the services: what is not known by then is said not to be. */
const patienceMs = 5_000;

/** « Prêt à signer ? » in words: for each key what it reaches today, and one sentence per thing to know. */
export async function readinessModel(signing: Pick<SigningPort, 'preflight'>, messages: Messages) {
  const timer = Promise.withResolvers<undefined>();
  const waiting = setTimeout(() => timer.resolve(undefined), patienceMs);
  const found = await Promise.race([signing.preflight(), timer.promise]);
  clearTimeout(waiting);
  const rows = (found ?? []).map((each) => rowOf(each, messages));
  return {
    known: found !== undefined,
    ready: rows.every(({ level }) => level !== undefined),
    keys: rows,
  };
}

function rowOf({ mark, name, level, problem, params, alarm, validTo }: Readiness, messages: Messages) {
  const end = formatDay(validTo.toISOString().slice(0, 10));
  const sentences = [
    ...(problem === undefined ? [] : [messages(problem, params)]),
    ...(alarm === undefined ? [] : [messages(`drafts.ready.alarm.${alarm}`, { end })]),
  ];
  return {
    label: messages(`drafts.ready.${mark}`),
    name,
    ...(level === undefined ? {} : { level }),
    sentences,
  };
}
