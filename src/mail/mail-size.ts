import type { OutgoingMail } from './mailer.ts';
import { assembleMessage } from './message.ts';

/** Octets of the whole message, encoded, as a server counts it. Throws as `assembleMessage`. */
export async function sizeOfMail(mail: OutgoingMail, date: Date): Promise<number> {
  const { headers, body } = await assembleMessage(mail, date);
  return Buffer.byteLength(headers) + 2 + body.reduce((sum, chunk) => sum + chunk.length, 0);
}
