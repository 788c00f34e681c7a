import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';

/** Somebody as an identity provider behind ProConnect describes them. */
export interface Agent {
  sub: string;
  acr?: string;
  claims: Record<string, unknown>;
}

const strong = 'level-2';
export const acrValues = { weak: 'level-1', strong };

/** Who `agent` is, as Estafette tells it. */
export const told = {
  ...{ idpId: 'idp-1', sub: 'f1e2d3c4', givenName: 'Odile', usualName: 'Vernet', uid: 'ov1' },
  ...{ email: 'odile.vernet@mildeca.example', emailVerified: true, siret: '11000201100044' },
  organizationLabel: 'MILDECA',
};

export function agent(claims: Record<string, unknown> = {}, acr = strong): Agent {
  const sub = typeof claims.sub === 'string' ? claims.sub : 'f1e2d3c4';
  return {
    sub,
    acr,
    claims: {
      ...{ given_name: 'Odile', usual_name: 'Vernet', email: 'odile.vernet@mildeca.example' },
      ...{ uid: 'ov1', siret: '11000201100044', idp_id: 'idp-1', organization_label: 'MILDECA' },
      ...claims,
    },
  };
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };

type Claims = Record<string, unknown>;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const claimsOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Claims;

/** A token of this server with other claims: signed by its key, as only the server could. */
export function signedAnew(jwt: string, change: (claims: Claims) => Claims): string {
  const content = `${jwt.split('.')[0] ?? ''}.${part(change(claimsOf(jwt)))}`;
  return `${content}.${createSign('sha256').update(content).sign(privateKey, 'base64url')}`;
}

/** The same, as somebody without the key could do it: the signature stays what it was. */
export function altered(jwt: string, change: (claims: Claims) => Claims): string {
  const [header = '', , signature = ''] = jwt.split('.');
  return `${header}.${part(change(claimsOf(jwt)))}.${signature}`;
}

const known = new Set([
  ...['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'acr_values'],
  ...['code_challenge', 'code_challenge_method', 'claims', 'prompt', 'login_hint', 'siret_hint'],
]);

/** What is asked of ProConnect is refused unless it is what it documents, with a state and a nonce of 32 characters. */
async function refuseWhatIsUnknown(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  if (ctx.path === '/auth' && ctx.method === 'GET') {
    const asked = new URL(ctx.href).searchParams;
    const short = ['state', 'nonce'].some((name) => (asked.get(name) ?? '').length < 32);
    if (short || [...asked.keys()].some((name) => !known.has(name))) {
      ctx.status = 400;
      ctx.body = 'unknown or too short parameter';
      return;
    }
  }
  await next();
}

/**
 * A real OpenID server (oidc-provider) set as ProConnect sets itself: confidential clients, codes, unknown
 * parameters refused, userinfo as a signed JWT (client `estafette`) or as JSON (client `estafette-json`).
 * Whoever comes is `present`, or refuses when nobody is; `faults` spoil what it answers.
 */
export async function startOpenIdServer(options: { site: string }) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientSecret = randomBytes(32).toString('hex');
  const stored = new Map<string, Record<string, unknown>>();
  const people = new Map<string, Agent>();
  const state = {
    present: undefined as Agent | undefined,
    faults: {} as { token?: (idToken: string) => string; userInfo?: (jwt: string) => string },
  };

  class Storage {
    readonly kind: string;
    constructor(kind: string) {
      this.kind = kind;
    }
    #key = (id: string) => `${this.kind} ${id}`;
    async upsert(id: string, payload: Record<string, unknown>) {
      stored.set(this.#key(id), payload);
    }
    async find(id: string) {
      return stored.get(this.#key(id));
    }
    async findByUserCode() {}
    async findByUid(uid: string) {
      return [...stored.values()].find((payload) => payload.uid === uid);
    }
    async consume(id: string) {
      Object.assign(stored.get(this.#key(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) });
    }
    async destroy(id: string) {
      stored.delete(this.#key(id));
    }
    async revokeByGrantId(grantId: string) {
      for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
    }
  }

  const client = {
    client_secret: clientSecret,
    redirect_uris: [`${options.site}/connexion/proconnect/retour`],
    post_logout_redirect_uris: [`${options.site}/deconnexion/proconnect`],
    token_endpoint_auth_method: 'client_secret_post' as const,
  };
  const scopes = ['given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id', 'organization_label'];
  const configuration: Configuration = {
    adapter: Storage,
    clients: [
      { ...client, client_id: 'estafette', userinfo_signed_response_alg: 'RS256' },
      { ...client, client_id: 'estafette-json' },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key for tests'] },
    scopes: ['openid', ...scopes],
    claims: {
      openid: ['sub', 'email_verified'],
      ...Object.fromEntries(scopes.map((name) => [name, [name]])),
    },
    acrValues: Object.values(acrValues),
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          // ProConnect asks nothing more of who leaves.
          ctx.body = `${form}<input type="hidden" form="op.logoutForm" name="logout" value="yes"><script>document.forms[0].submit()</script>`;
        },
      },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub)?.claims }) }),
    // Who signs in has agreed: there is no page of consent.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId,
        accountId: ctx.oidc.session?.accountId,
      });
      grant.addOIDCScope(['openid', ...scopes].join(' '));
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.body = out;
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 7200,
      IdToken: 3600,
      Interaction: 600,
      Session: 7200,
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.use(refuseWhatIsUnknown);
  provider.use(async (ctx, next) => {
    await next();
    const { token, userInfo } = state.faults;
    const body = ctx.body as { id_token?: string } | string;
    if (ctx.path === '/token' && token !== undefined && typeof body !== 'string' && body.id_token)
      body.id_token = token(body.id_token);
    if (ctx.path === '/me' && userInfo !== undefined && typeof body === 'string') ctx.body = userInfo(body);
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const { present } = state;
    if (present !== undefined) people.set(present.sub, present);
    const result =
      present === undefined
        ? { error: 'access_denied', error_description: 'the person went away' }
        : { login: { accountId: present.sub, ...(present.acr === undefined ? {} : { acr: present.acr }) } };
    void provider.interactionFinished(request, response, result);
  });

  return {
    issuer,
    clientSecret,
    state,
    /** What is left of a code's life: nothing. */
    expireCodes(): void {
      for (const [key, payload] of stored) if (key.startsWith('AuthorizationCode ')) payload.exp = 1;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * A browser that nobody signed in with before: follows the server's redirections until one leads back to
 * the site, and gives that address; or the page where it stopped.
 */
export async function follow(
  url: string,
  site: string,
  cookies = new Map<string, string>(),
): Promise<{ url: string; status: number; text: string }> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  const next = location === null ? undefined : new URL(location, url).href;
  if (next === undefined || next.startsWith(site))
    return { url: next ?? url, status: response.status, text: await response.text() };
  return follow(next, site, cookies);
}
