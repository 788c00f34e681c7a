/** Why somebody did not come in with ProConnect: the key of a sentence, `accounts.pro-connect.failure.…`. */
export type ProConnectFailure =
  | 'too-many'
  | 'unknown-request'
  | 'declined'
  | 'refused'
  | 'misconfigured'
  | 'unavailable'
  | 'untrusted'
  | 'code-expired'
  | 'clock'
  | 'level'
  | 'incomplete'
  | 'no-account';

export const statusOfFailure: Record<ProConnectFailure, number> = {
  'too-many': 429,
  'unknown-request': 410,
  declined: 403,
  refused: 403,
  misconfigured: 503,
  unavailable: 503,
  untrusted: 403,
  'code-expired': 410,
  clock: 503,
  level: 403,
  incomplete: 403,
  'no-account': 403,
};

const byAuthorizationError: Record<string, ProConnectFailure> = {
  access_denied: 'declined',
  login_required: 'declined',
  interaction_required: 'declined',
  consent_required: 'declined',
  account_selection_required: 'declined',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
  invalid_client: 'misconfigured',
  unauthorized_client: 'misconfigured',
  invalid_scope: 'misconfigured',
  unmet_authentication_requirements: 'level',
};

const byTokenError: Record<string, ProConnectFailure> = {
  invalid_grant: 'code-expired',
  invalid_client: 'misconfigured',
  unauthorized_client: 'misconfigured',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
};

// The codes of oauth4webapi, on which openid-client stands.
const byCode: Record<string, ProConnectFailure> = {
  OAUTH_TIMEOUT: 'unavailable',
  OAUTH_ABORT: 'unavailable',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'unavailable',
  OAUTH_RESPONSE_IS_NOT_JSON: 'unavailable',
  OAUTH_PARSE_ERROR: 'untrusted',
  OAUTH_INVALID_RESPONSE: 'untrusted',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'untrusted',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'untrusted',
  OAUTH_KEY_SELECTION_FAILED: 'untrusted',
  OAUTH_UNSUPPORTED_OPERATION: 'untrusted',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'clock',
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: 'refused',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'misconfigured',
  OAUTH_REQUEST_PROTOCOL_FORBIDDEN: 'misconfigured',
  OAUTH_MISSING_SERVER_METADATA: 'misconfigured',
  OAUTH_INVALID_SERVER_METADATA: 'misconfigured',
};

/** What a failure of the exchange means for the person; undefined for a fault of our own, to be thrown again. */
export function failureOf(error: unknown): ProConnectFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = 'error' in error && typeof error.error === 'string' ? error.error : '';
  if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR') return byAuthorizationError[said] ?? 'refused';
  if (code === 'OAUTH_RESPONSE_BODY_ERROR') return byTokenError[said] ?? 'refused';
  // How fetch tells that nobody answered: a TypeError whose cause is the network's error.
  if (error instanceof TypeError && error.cause !== undefined) return 'unavailable';
  return byCode[code];
}
