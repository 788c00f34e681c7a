import { createDirectAccess, createTokens } from '../../src/direct-access/direct-access.ts';
import { createDirectAccessRoutes } from '../../src/direct-access/direct-access-routes.ts';
import { createAccounts } from '../../src/accounts/accounts.ts';
import { scopes, type Scope } from '../../src/direct-access/table.ts';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { withinPerimeters } from '../../src/web/perimeter-guard.ts';
import { openArchive } from '../archive/dispatched-instruction.ts';
import { openTestSite } from '../site.ts';

export const publicUrl = 'https://estafette.example';
const messages = loadMessages('templates/messages');

/** An auditor with a mission and a token, an instruction of 2027 that was sent and acknowledged, real pages. */
export async function openDirectAccess() {
  const room = await openArchive();
  const { database, clock, journal, instructions, archive } = room;
  const accounts = createAccounts({ database, journal, clock, demonstration: true });
  const created = await accounts.createUser('system', {
    ...{ login: 'anne.roux', givenName: 'Anne', familyName: 'Roux', function: 'Rapporteure' },
    ...{ email: '', roles: ['auditor'] },
  });
  const auditor = created.ok ? created.value.id : '';
  const tokens = createTokens({ database, journal, clock, accounts, redis: undefined });
  const access = createDirectAccess({ readDatabase: database });
  const { slug } = await room.dispatched('OFF-01', 'OFF-02');
  await room.acknowledge('circulaires@ain.gouv.example').catch(() => undefined);
  const deps = { access, tokens, acts: instructions, search: archive, messages, clock };
  const routes = withinPerimeters(createDirectAccessRoutes({ ...deps, publicUrl: () => publicUrl }), []);
  const site = await openTestSite({
    ...{ routes, roles: ['auditor'], userId: auditor, bearers: tokens, publicUrl },
  });

  async function ask(path: string, token?: string, init: RequestInit = {}) {
    const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...init.headers };
    const response = await fetch(site.origin + path, { ...init, headers, redirect: 'manual' });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      ...{ status: response.status, headers: response.headers, type, text },
      json: type.includes('json') && text !== '' ? JSON.parse(text) : undefined,
    };
  }

  return {
    ...room,
    ...{ accounts, auditor, tokens, access, routes, site, slug, ask },

    /** A mission from today, on the given years. */
    async send(perimeter: { fromYear?: number; toYear?: number } = {}, endsOn = '2027-06-30') {
      for (const { id, endedAt } of await accounts.missions.list(auditor))
        if (endedAt === undefined) await accounts.missions.end('admin', auditor, id);
      const letter = { title: 'Mission', institution: 'Cour', letterReference: 'L', letterOn: '2026-12-01' };
      const beginsOn = clock.now().toISOString().slice(0, 10);
      const recorded = await accounts.missions.record('admin', auditor, {
        ...letter,
        ...{ beginsOn, endsOn, perimeter },
      });
      if (!recorded.ok) throw new Error(JSON.stringify(recorded.errors));
    },

    async token(granted: readonly Scope[] = scopes, expiresOn = '2027-06-30'): Promise<string> {
      const made = await tokens.create(auditor, { name: 'tableur', scopes: granted, expiresOn });
      if (!made.ok) throw new Error(JSON.stringify(made.errors));
      return made.value.token;
    },

    /** What the base keeps of a token. */
    async kept(token: string) {
      const { id } = await database('access_tokens')
        .where({ token_hash: sha256Hex(token) })
        .first('id');
      const found = (await tokens.list(auditor)).find((each) => each.id === id);
      if (found === undefined) throw new Error('no such token');
      return found;
    },

    async close(): Promise<void> {
      await site.close();
      await room.database.destroy();
    },
  };
}

export type DirectAccessBench = Awaited<ReturnType<typeof openDirectAccess>>;
