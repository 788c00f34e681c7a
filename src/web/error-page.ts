import type { LogLevel } from '../kernel/log.ts';
import { AppError, type ErrorCode } from '../kernel/errors.ts';

interface Mapping {
  status: number;
  messageKey: string;
  level: Exclude<LogLevel, 'silent'>;
}

/** The one table from what went wrong to what is answered. An unmapped code does not compile. */
const mappings = {
  'bad-request': { status: 400, messageKey: 'web.error.bad-request', level: 'info' },
  'sign-in-required': { status: 401, messageKey: 'web.error.sign-in-required', level: 'info' },
  forbidden: { status: 403, messageKey: 'web.error.forbidden', level: 'info' },
  csrf: { status: 403, messageKey: 'web.error.csrf', level: 'warn' },
  'not-found': { status: 404, messageKey: 'web.error.not-found', level: 'info' },
  'method-not-allowed': { status: 405, messageKey: 'web.error.method-not-allowed', level: 'info' },
  conflict: { status: 409, messageKey: 'web.error.conflict', level: 'info' },
  gone: { status: 410, messageKey: 'web.error.gone', level: 'info' },
  'too-large': { status: 413, messageKey: 'web.error.too-large', level: 'info' },
  'unsupported-media': { status: 415, messageKey: 'web.error.unsupported-media', level: 'info' },
  invalid: { status: 422, messageKey: 'web.error.invalid', level: 'info' },
  'rate-limited': { status: 429, messageKey: 'web.error.rate-limited', level: 'warn' },
  unavailable: { status: 503, messageKey: 'web.error.unavailable', level: 'error' },
  internal: { status: 500, messageKey: 'web.error.internal', level: 'error' },
} as const satisfies Record<ErrorCode, Mapping>;

export interface DescribedError extends Mapping {
  code: ErrorCode;
  params: Record<string, string | number>;
}

/** What a thrown thing means to a person: ours as declared, the web framework's by its status, all else internal. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof AppError) {
    const mapping = mappings[error.code];
    return {
      ...mapping,
      code: error.code,
      messageKey: error.messageKey ?? mapping.messageKey,
      params: error.params,
    };
  }
  const code = codeOfFramework(error);
  return { ...mappings[code], code, params: {} };
}

function codeOfFramework(error: unknown): ErrorCode {
  if (typeof error !== 'object' || error === null) return 'internal';
  if ('code' in error && String(error.code).startsWith('LIMIT_'))
    return error.code === 'LIMIT_FILE_SIZE' ? 'too-large' : 'bad-request';
  const status = 'status' in error ? Number(error.status) : 500;
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported-media';
  return status >= 400 && status < 500 ? 'bad-request' : 'internal';
}
