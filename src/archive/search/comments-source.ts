import type { Instructions } from '../../drafts/instructions.ts';
import type { Messages } from '../../kernel/messages.ts';
import { workReaders, type Acts } from './acts.ts';
import type { SearchSource } from './document.ts';

/** What is said of a text while it is written, thread by thread: for those who work on it, never for who audits it. */
export function commentsSource({
  instructions,
  acts,
  messages,
}: {
  instructions: Pick<Instructions, 'listThreadStamps' | 'listThreads'>;
  acts: Acts;
  messages: Messages;
}): SearchSource {
  return {
    name: 'comment',

    list: async () =>
      (await instructions.listThreadStamps()).flatMap(({ id, instructionId, number, stamp }) => {
        const act = acts.get(instructionId);
        if (act === undefined) return [];
        return {
          reference: id,
          stamp: [act.stamp, stamp].join(' '),
          async read() {
            const thread = (await instructions.listThreads(instructionId)).find((each) => each.id === id);
            if (thread === undefined) return undefined;
            const { quote } = thread.anchor;
            return {
              ...{ ...act.facts, source: 'comment' as const, reference: id, audience: workReaders },
              title: messages('archive.search.thread', { number }),
              href: `/instructions/${act.slug}/commentaires?filtre=tous#fil-${id}`,
              ...{ instructionTitle: act.title, alsoTitle: '' },
              passages: thread.comments.flatMap(({ words }) => {
                if (words === null) return [];
                return { heading: quote === '' ? '' : `«\u00a0${shortened(quote)}\u00a0»`, text: words };
              }),
            };
          },
        };
      }),
  };
}

const longestHeading = 80;

/** The beginning of the words that a thread is about, cut between two of them. */
function shortened(quote: string): string {
  if (quote.length <= longestHeading) return quote;
  const end = quote.lastIndexOf(' ', longestHeading);
  return `${quote.slice(0, end === -1 ? longestHeading : end)}…`;
}
