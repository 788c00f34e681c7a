import { AppError } from '../kernel/errors.ts';
import { createTokenHands, type TokenAnswer, type TokenOrder } from './key-token-hands.ts';

/** What key-token-process.ts receives: an answer, or the sentence of a refusal. */
export type TokenReply =
  | { answer: TokenAnswer }
  | { refusal: { message: string; messageKey: string | undefined; params: AppError['params'] } };

const hands = createTokenHands();

process.on('message', (order: TokenOrder) => {
  void hands.sign(order).then(
    (answer) => reply({ answer }),
    (error: unknown) => {
      const { message, messageKey, params } =
        error instanceof AppError ? error : new AppError('internal', String(error));
      reply({ refusal: { message, messageKey, params } });
    },
  );
});
process.once('disconnect', () => {
  void hands.close().finally(() => process.exit());
});

function reply(said: TokenReply): void {
  process.send?.(said);
}
