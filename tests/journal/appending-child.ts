// A process of its own that appends lines to the journal of a SQLite file: `node appending-child.ts URL NAME COUNT`.
import { connect } from '../../db/connect.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { systemClock as clock } from '../../src/kernel/clock.ts';

const [url = '', name = '', count = '0'] = process.argv.slice(2);
const database = connect({ url });
const journal = createJournal({ clock, readDatabase: database });
for (let number = 0; number < Number(count); number += 1) {
  await database.transaction((trx) =>
    journal.append(trx, {
      ...{ type: 'session.opened', actor: name, subject: `user:${name}` },
      data: { user: `${name}-${number}` },
    }),
  );
}
await database.destroy();
