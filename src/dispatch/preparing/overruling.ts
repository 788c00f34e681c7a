import type { Knex } from 'knex';
import { instantOf, type Clock } from '../../kernel/clock.ts';
import { accepted, refused, type Outcome } from '../../kernel/outcome.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Actor } from '../ports.ts';
import { findPreparation, insertOverrule } from './preparations-store.ts';
import type { Check } from './preflight.ts';
import type { Preparation } from './preparation.ts';

/** A person decides to send in spite of what the checks found, and says why. */
export function createOverruling(deps: { database: Knex; journal: Journal; clock: Clock }) {
  const { database, journal, clock } = deps;
  return {
    /**
     * `checks` are those that the person was shown. Only what is named is overruled: another finding, or
     * the same one about other offices, blocks again.
     */
    overrule: (
      actor: Actor,
      preparation: Preparation,
      checks: readonly Check[],
      reason: string,
    ): Promise<Outcome<undefined>> =>
      database.transaction(async (transaction): Promise<Outcome<undefined>> => {
        const refusal = (key: string) => refused({ field: '', key });
        if (!actor.roles.includes('dispatcher')) return refusal('dispatch.role.dispatcher-only');
        if ((await findPreparation(transaction, preparation.id))?.state !== 'open')
          return refusal('preparing.depart.moved');
        if (checks.length === 0) return refusal('preparing.overrule.nothing');
        if (!checks.every(({ mayBeOverruled }) => mayBeOverruled))
          return refusal('preparing.overrule.not-allowed');
        const findings = checks.map(({ finding }) => finding);
        const at = instantOf(clock);
        const reasonHash = await insertOverrule(transaction, preparation.id, {
          findings,
          reason,
          at,
          by: actor.id,
        });
        await journal.append(transaction, {
          type: 'preparation.overruled',
          actor: actor.id,
          subject: `instruction:${preparation.instructionId}`,
          data: { preparation: preparation.id, findings: findings.join(', '), reasonHash },
        });
        return accepted(undefined);
      }),
  };
}
