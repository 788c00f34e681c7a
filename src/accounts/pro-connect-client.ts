import * as client from 'openid-client';
import type { Clock } from '../kernel/clock.ts';
import { proConnectScopes } from './pro-connect-identity.ts';

export interface ProConnectConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The accepted ways of being authenticated; empty: whatever ProConnect accepts. */
  acrValues: readonly string[];
}

/** What one request and its answer share, beside the state. 256 random bits each. */
export interface RequestSecrets {
  nonce: string;
  codeVerifier: string;
}

export interface Exchanged {
  userInfo: unknown;
  acr: string | undefined;
  idToken: string;
}

const answerSeconds = 10;
const clockToleranceSeconds = 30;
const metadataLifetimeMs = 60 * 60_000;
// What a server that does not say how it signs its userinfo may use.
const usualAlgorithms = ['RS256', 'ES256'];

export const newRequestSecrets = (): RequestSecrets => ({
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
});

/**
 * The conversation with the OpenID server (OpenID Connect Core 1.0, code flow with PKCE). Every endpoint
 * comes from its discovery document, read again every hour. Signatures are checked, although TLS already
 * says who answers. Failures are the library's own: `failureOf` says what they mean.
 */
export function createProConnectClient(deps: {
  config: ProConnectConfig;
  clock: Clock;
  /** Plain http, for a server on the loopback of a demonstration. */
  insecure: boolean;
}) {
  const { config, clock, insecure } = deps;
  let known: { at: number; server: client.ServerMetadata } | undefined;

  async function discover(): Promise<client.ServerMetadata> {
    const found = await client.discovery(new URL(config.issuer), config.clientId, undefined, undefined, {
      timeout: answerSeconds,
      execute: insecure ? [client.allowInsecureRequests] : [],
    });
    return found.serverMetadata();
  }

  /** One for each conversation: the server's keys are read anew, so that it may change them at any time. */
  async function configure(): Promise<client.Configuration> {
    const now = clock.now().getTime();
    if (known === undefined || now - known.at > metadataLifetimeMs)
      known = { at: now, server: await discover() };
    const methods = known.server.token_endpoint_auth_methods_supported;
    const configuration = new client.Configuration(
      { userinfo_signing_alg_values_supported: usualAlgorithms, ...known.server },
      config.clientId,
      // The library reads the machine's clock: the difference makes it read ours.
      {
        [client.clockSkew]: Math.round((now - Date.now()) / 1000),
        [client.clockTolerance]: clockToleranceSeconds,
      },
      methods === undefined || methods.includes('client_secret_post')
        ? client.ClientSecretPost(config.clientSecret)
        : client.ClientSecretBasic(config.clientSecret),
    );
    configuration.timeout = answerSeconds;
    if (insecure) client.allowInsecureRequests(configuration);
    client.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  return {
    /** Where to send the person. Nothing but what the specification names: ProConnect refuses the rest. */
    async authorizationUrl(
      request: RequestSecrets & { state: string; redirectUri: string },
    ): Promise<string> {
      const url = client.buildAuthorizationUrl(await configure(), {
        redirect_uri: request.redirectUri,
        scope: proConnectScopes,
        state: request.state,
        nonce: request.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
        ...(config.acrValues.length === 0 ? {} : { acr_values: config.acrValues.join(' ') }),
      });
      return url.href;
    },

    /** Changes the code of a callback for an identity, every check made. */
    async exchange(callback: URL, request: RequestSecrets & { state: string }): Promise<Exchanged> {
      const configuration = await configure();
      const tokens = await client.authorizationCodeGrant(configuration, callback, {
        expectedState: request.state,
        expectedNonce: request.nonce,
        pkceCodeVerifier: request.codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined) throw new Error('no id token');
      const userInfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      const acr = typeof claims.acr === 'string' ? claims.acr : undefined;
      return { userInfo, acr, idToken: tokens.id_token };
    },

    /** Where to end ProConnect's own session (RP-Initiated Logout 1.0); undefined when it has no such place. */
    async endSessionUrl(departure: {
      idToken: string;
      state: string;
      returnTo: string;
    }): Promise<string | undefined> {
      const configuration = await configure();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(configuration, {
        id_token_hint: departure.idToken,
        post_logout_redirect_uri: departure.returnTo,
        state: departure.state,
      }).href;
    },
  };
}

export type ProConnectClient = ReturnType<typeof createProConnectClient>;
