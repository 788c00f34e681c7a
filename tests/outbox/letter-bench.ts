import { silentLog } from '../../src/kernel/log.ts';
import { createOutbox } from '../../src/outbox/outbox.ts';
import { createFakeMailer } from '../fakes/fake-mailer.ts';
import { createTestDirectory } from '../prefectures/directory.ts';

export const service = 'circulaires@estafette.example';

/** The outbox beside the directory of the 106 offices, with a fake mailer. `faults.compose`: nothing can be written. */
export async function createLetterBench() {
  const directory = await createTestDirectory();
  const mailer = createFakeMailer();
  const faults = { compose: false };
  const outbox = createOutbox({
    ...{ ...directory, readDatabase: directory.database, mailer, log: silentLog },
    compose({ subject, text }) {
      if (faults.compose) throw new Error('no template');
      return { subject, text, html: `<p>${text}</p>` };
    },
    from: { address: service },
    mailDomain: 'estafette.example',
  });
  return { ...directory, mailer, outbox, faults };
}
