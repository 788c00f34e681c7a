import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import type { FieldError } from '../kernel/outcome.ts';
import { parisDayOf, type Clock } from '../kernel/clock.ts';
import type { Messages } from '../kernel/messages.ts';
import { singleLine } from '../web/fields.ts';
import { page, route, type Reply, type Route } from '../web/route.ts';
import type { Accounts } from './accounts.ts';
import { missionModel } from './missions-page.ts';
import type { ProConnectAccounts } from './pro-connect-accounts.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SignInLimit } from './sign-in-limit.ts';

const address = '/mon-compte';

/** How one's own account opens, and new recovery codes. */
export function createMyAccountRoutes(deps: {
  accounts: Accounts;
  clock: Clock;
  secondFactor: SecondFactor;
  /** Undefined where ProConnect is not configured. */
  proConnect: unknown;
  proConnectAccounts: ProConnectAccounts;
  signInLimit: SignInLimit;
  messages: Messages;
}): Route[] {
  const { accounts, clock, secondFactor, proConnectAccounts, signInLimit, messages } = deps;

  async function accountPage(userId: string, errors: FieldError[] = []): Promise<Reply> {
    const title = messages('accounts.my-account-title');
    const factor = await secondFactor.stateOf(userId);
    const bound = (await proConnectAccounts.listStates()).get(userId);
    const today = parisDayOf(clock.now());
    const model = {
      title,
      missions: (await accounts.missions.list(userId)).map((each) => missionModel(each, today, messages)),
      readsDirectly: reads(await accounts.rolesOf(userId)),
      required: secondFactor.isRequired,
      linked: bound?.linked === true,
      offered: deps.proConnect !== undefined,
      ...(factor === undefined ? {} : { factor }),
    };
    const content = { title, breadcrumb: [], model, errors };
    return page('accounts/my-account', content, errors.length > 0 ? 422 : 200);
  }

  return [
    route({
      method: 'get',
      path: address,
      access: 'signed-in',
      handle: ({ user }) => accountPage(idOf(user)),
    }),
    route({
      method: 'post',
      path: `${address}/codes-de-secours`,
      access: 'signed-in',
      body: z.object({ code: singleLine(20).transform((typed) => typed.replace(/\s/g, '')) }),
      async handle({ form, user, address: from }) {
        const userId = idOf(user);
        if (!form.ok) return accountPage(userId, form.errors);
        const key = `second-factor:${userId}`;
        await signInLimit.begin(key, from);
        const renewed = await secondFactor.renewRecoveryCodes(userId, form.value.code);
        if (!renewed.ok) {
          await signInLimit.fail(from);
          return accountPage(userId, renewed.errors);
        }
        await signInLimit.succeed(key);
        const title = messages('accounts.recovery-codes-title');
        const breadcrumb = [{ label: messages('accounts.my-account-title'), href: address }];
        return page('accounts/recovery-codes', {
          ...{ title, breadcrumb },
          model: { title, codes: renewed.value, back: address },
        });
      },
    }),
  ];
}

function idOf(user: { id: string } | undefined): string {
  if (user === undefined) throw new AppError('sign-in-required', 'nobody is signed in');
  return user.id;
}

/** Those who read instructions may let a program read them too. */
const reads = (roles: readonly string[]): boolean =>
  roles.some((role) => ['drafter', 'reviewer', 'signatory', 'dispatcher', 'auditor'].includes(role));
