import { createProofs } from './acknowledgements/proofs.ts';
import { createReceiptMail } from './acknowledgements/receipt-mail.ts';
import { createReceipts } from './acknowledgements/receipts.ts';
import { createVisits } from './acknowledgements/visits.ts';
import type { BuildMail, Dispatch } from './dispatch/dispatch.ts';
import { createLaterMails } from './dispatch/linking/later-mails.ts';
import type { Mailer } from './mail/mail.ts';

/** What follows an acknowledgement and a link: receipts, their mails, new links, and visits. */
export function openReceipts(
  deps: Omit<Parameters<typeof createReceipts>[0], 'dispatch'> &
    Omit<Parameters<typeof createReceiptMail>[0], 'acknowledgements'> & {
      dispatch: Dispatch;
      buildMail: BuildMail;
      mailer: Mailer;
    },
) {
  const { dispatch } = deps;
  const visits = createVisits(deps);
  const receipts = createReceipts(deps);
  const laterMails = createLaterMails({
    ...deps,
    write: { receipt: createReceiptMail(deps), 'new-link': dispatch.newLinkMail(deps.buildMail) },
  });
  return {
    visits,
    proofs: createProofs({ ...deps, visits }),
    laterMails: {
      /** A round of work: the receipts that are due are made, then what is due is mailed. */
      async run(): Promise<void> {
        await receipts.makeMissing();
        await laterMails.sendDue();
      },
    },
  };
}

export type LaterWork = ReturnType<typeof openReceipts>['laterMails'];
