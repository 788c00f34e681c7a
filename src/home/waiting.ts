import { formatDay } from '../kernel/french-format.ts';
import type { Role } from '../web/route.ts';
import type { State } from '../drafts/instructions.ts';

/** What one person is expected to do next: the key of a French sentence, and where to do it. */
export interface Waiting {
  key: string;
  params: Record<string, string | number>;
  href: string;
}

export interface YearFacts {
  slug: string;
  title: string;
  state: State;
  /** What its document bears: « scellée » is not « signée ». */
  seal?: { mark?: string; how?: string } | undefined;
  /** Whether the reader is a declared author, who may neither visa nor sign. */
  own: boolean;
  /** A visa is awaited from the reader, who may stand in for somebody who is away, or confirm after a correction. */
  visa?: { giver?: string | undefined; confirms: boolean } | undefined;
  /** The reader corrects the text before signing it. */
  corrects?: boolean;
  /** Of a dispatch that has not left. */
  preparation?: string | undefined;
  /** What it asks back and did not get in time. */
  late?: readonly { id: string; title: string; count: number }[];
  campaign?:
    | {
        unknown: number;
        unreachable: number;
        paused: boolean;
        letters: number;
        acknowledged: number;
        offices: number;
      }
    | undefined;
}

/** What waits for a holder of these roles in these instructions, in the order of the circular's own way. */
export function waitingFor(roles: readonly Role[], instructions: readonly YearFacts[]): Waiting[] {
  return instructions.flatMap((instruction) => {
    const { slug, title, own, campaign } = instruction;
    const found: Waiting[] = [];
    const expect = (
      role: Role,
      key: string,
      path: string,
      params: Record<string, string | number> = {},
    ): void => {
      if (roles.includes(role))
        found.push({
          key: `home.waiting.${key}`,
          params: { title, ...params },
          href: `/instructions/${slug}${path}`,
        });
    };
    if (instruction.corrects === true) expect('signatory', 'correct', '/texte');
    else if (instruction.state === 'draft') expect('drafter', 'write', '/texte');
    const { visa } = instruction;
    if (visa?.giver !== undefined) expect('reviewer', 'review-for', '/visas', { giver: visa.giver });
    else if (visa !== undefined) expect('reviewer', visa.confirms ? 'confirm' : 'review', '/visas');
    if (instruction.state === 'approved' && !own) expect('signatory', 'sign', '/signer');
    if (instruction.state === 'signed') expect('dispatcher', departureOf(instruction), '/diffusion');
    if (campaign?.paused === true) expect('dispatcher', 'paused', '/diffusion');
    if (campaign !== undefined && campaign.unknown > 0) {
      expect('dispatcher', 'unknown', '/diffusion?etat=unknown', { count: campaign.unknown });
    }
    if (campaign !== undefined && campaign.unreachable > 0) {
      expect('dispatcher', 'unreachable', '/diffusion?etat=unreachable', { count: campaign.unreachable });
    }
    if (campaign !== undefined && campaign.letters > 0) {
      expect('dispatcher', 'letters', '/diffusion/relances#courriers', { count: campaign.letters });
    }
    const asker = (['dispatcher', 'drafter'] as const).find((role) => roles.includes(role));
    for (const { id, title: asked, count } of instruction.late ?? [])
      if (asker !== undefined)
        expect(asker, count === 1 ? 'late-answer' : 'late-answers', `/reponses/${id}?liste=late`, {
          asked,
          count,
        });
    return found;
  });
}

/** What came back: messages that nobody else can class, and replies that a person has not followed up. */
export function returnsWaiting({ toClass, toRead }: { toClass: number; toRead: number }): Waiting[] {
  const told = (count: number, one: string, several: string, href: string): Waiting[] =>
    count === 0 ? [] : [{ key: `home.waiting.${count === 1 ? one : several}`, params: { count }, href }];
  return [
    ...told(toClass, 'return-to-class', 'returns-to-class', '/retours/a-classer'),
    ...told(toRead, 'reply-to-read', 'replies-to-read', '/retours?genre=reply'),
  ];
}

/** What offices ask, or propose, from their own pages. */
export function officesWaiting(
  roles: readonly Role[],
  { questions, proposals }: { questions: number; proposals: number },
): Waiting[] {
  const found: Waiting[] = [];
  const expect = (who: readonly Role[], count: number, one: string, several: string, href: string) => {
    if (count === 0 || !who.some((role) => roles.includes(role))) return;
    found.push({ key: `home.waiting.${count === 1 ? one : several}`, params: { count }, href });
  };
  expect(['drafter', 'dispatcher'], questions, 'question', 'questions', '/questions');
  const importers: Role[] = ['dispatcher', 'administrator'];
  expect(importers, proposals, 'proposal', 'proposals', '/prefectures/propositions');
  return found;
}

/** Signed texts that are not known to be published, for those who record publications. */
export function publicationsWaiting(
  roles: readonly Role[],
  unpublished: readonly { slug: string; title: string; phase: string; limitOn: string }[],
): Waiting[] {
  if (!roles.includes('dispatcher') && !roles.includes('signatory')) return [];
  return unpublished.map(({ slug, title, phase, limitOn }) => ({
    key: `home.waiting.${phase === 'passed' ? 'unpublished-passed' : 'unpublished'}`,
    params: { title, limit: formatDay(limitOn) },
    href: `/instructions/${slug}/publication`,
  }));
}

/** Comments in which one is named and has not answered. */
export function mentionsWaiting(
  mentions: readonly { threadId: string; slug: string; title: string }[],
): Waiting[] {
  const byText = Map.groupBy(mentions, ({ slug }) => slug);
  return [...byText.values()].flatMap(([first, ...others]): Waiting[] => {
    if (first === undefined) return [];
    const { slug, title, threadId } = first;
    const count = others.length + 1;
    const href = `/instructions/${slug}/commentaires${count === 1 ? `#fil-${threadId}` : '?filtre=miens'}`;
    return [{ key: `home.waiting.${count === 1 ? 'mention' : 'mentions'}`, params: { title, count }, href }];
  });
}

/** What a signed text waits for: to be prepared, its hour, or a person who looks at what held it back. */
function departureOf({ preparation }: YearFacts): string {
  if (preparation === 'held' || preparation === 'scheduled') return preparation;
  return preparation === 'open' ? 'prepared' : 'dispatch';
}
