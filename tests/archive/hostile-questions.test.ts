import { expect } from 'chai';
import type { Knex } from 'knex';
import { createSearch } from '../../src/archive/search/search.ts';
import { createTestDatabase } from '../database.ts';

const letters = 'abcdefghijklmnopqrst';
const vowels = 'aeiou';

/** What nobody types by chance. */
const hostile: Record<string, string> = {
  'ten thousand characters': 'x'.repeat(10_000),
  'ten thousand words': 'crédit '.repeat(10_000),
  'operators only': 'AND OR NOT NEAR + - ~ ^ : ( ) { } [ ] * ? %',
  'a near of FTS5': 'NEAR(crédit prévention, 3)',
  'a column of FTS5': 'title:crédit body : crédit {title body}:crédit - title:x',
  'a beginning of FTS5': '^crédit + prévention',
  'an unbalanced quote': '"crédit',
  'three unbalanced quotes': '"crédit" "',
  'thousands of quotes': '"'.repeat(9000),
  'quotes of all kinds': '«“„”»\'\'`´""',
  'wildcards everywhere': '* ** **** *a* a* b* c* d*',
  'beginnings of words': 'aba* ebe* ibi* obo* ubu* ybi*',
  'one beginning of everything': 'aaa*',
  SQL: "'; DROP TABLE search_documents; --",
  'a tsquery': 'crédit & ! | <-> prévention:*A',
  'control characters': '\u0000\u0001\u0008crédit\u001b[31m\u007f',
  emoji: '🙂👩‍👩‍👧‍👦 🇫🇷 crédit',
  'half a character': '\ud83d crédit \udc00',
  'combining marks': `e${'\u0301'.repeat(400)}`,
  'letters that unfold': 'ﷺ'.repeat(480),
  'right to left': '\u202ecrédit\u202c العربية',
  'a path': '../../etc/passwd %2e%2e%00',
  minuses: '- -- --- -- crédit --prévention',
};

describe('a hostile question', () => {
  let database: Knex;
  let search: ReturnType<typeof createSearch>;
  /** Statements that ask the words' index, and how many values they carry. */
  let asked: { sql: string; bindings: unknown[] }[];
  before(async () => {
    database = await createTestDatabase();
    // Words that begin alike, more than a question may have.
    const many = [...letters]
      .flatMap((one) => [...letters].map((two) => `aaa${one}${two}${vowels}z`))
      .join(' ');
    const document = {
      ...{ source: 'instruction' as const, reference: '1', href: '/1', title: 'Crédit', alsoTitle: '' },
      ...{
        audience: ['auditor' as const],
        passages: [{ heading: '', text: `Crédit et prévention. ${many}` }],
      },
    };
    const list = async () => [{ reference: '1', stamp: '1', read: async () => document }];
    search = createSearch({
      ...{ database, readDatabase: database, journal: { list: async () => [] } },
      sources: async () => [{ name: 'instruction', list }],
    });
    await search.refreshAll();
    await search.search({ words: 'crédit' }, { roles: ['auditor'] });
    database.on('query', ({ sql, bindings = [] }: { sql: string; bindings?: unknown[] }) => {
      asked.push({ sql, bindings });
    });
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => database.destroy());

  for (const [what, words] of Object.entries(hostile)) {
    it(`is answered or refused, in a few statements of a bounded size: ${what}`, async () => {
      const answer = await search.search({ words }, { roles: ['auditor'] });
      if (answer.refused === undefined) expect(answer.total).to.be.within(0, 1);
      else expect(asked.filter(({ sql }) => sql.includes('search_words'))).to.deep.equal([]);
      expect(asked.length).to.be.at.most(12);
      expect(JSON.stringify(asked.map(({ bindings }) => bindings)).length).to.be.below(100_000);
    });
  }

  it('is refused with why when too much begins so', async () => {
    for (const words of ['aaa*', 'aba* ebe* ibi* obo* ubu* ybi*', '-aaa* crédit'])
      expect(await search.search({ words }, { roles: ['auditor'] }), words).to.include({
        refused: 'too-broad',
      });
  });
});
