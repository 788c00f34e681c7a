/** Every way in which Estafette can decline to do something. The web and the command line map each one. */
export type ErrorCode =
  | 'bad-request'
  | 'sign-in-required'
  | 'forbidden'
  | 'csrf'
  | 'not-found'
  | 'method-not-allowed'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported-media'
  | 'invalid'
  | 'rate-limited'
  | 'unavailable'
  | 'internal';

export interface ErrorOptionsOf {
  cause?: unknown;
  /** Key of the French sentence shown to the person (templates/messages); the code's own when absent. */
  messageKey?: string;
  params?: Record<string, string | number>;
  /** For the log only; never secrets nor personal data. */
  details?: Record<string, unknown>;
}

/** An expected failure. `message` is English, for the log; the person reads the sentence of `messageKey`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly messageKey: string | undefined;
  readonly params: Record<string, string | number>;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: ErrorOptionsOf = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.messageKey = options.messageKey;
    this.params = options.params ?? {};
    this.details = options.details ?? {};
  }
}
