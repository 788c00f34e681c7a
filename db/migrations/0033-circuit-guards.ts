import type { Knex } from 'knex';
import { dropRefusal, refuseWhen } from '../append-only.ts';

/** What the database holds of a visa's way: in its step, from a seat, by a delegation that stands. */
export async function guardVisas(database: Knex): Promise<void> {
  const ofStep = 's.frozen_version_id = NEW.frozen_version_id AND s.number = NEW.step';
  await refuseWhen(database, {
    table: 'visas',
    operation: 'INSERT',
    name: 'visas_are_given_in_their_step',
    condition: `EXISTS (SELECT 1 FROM pinned_circuits c WHERE c.frozen_version_id = NEW.frozen_version_id) AND (
        NOT EXISTS (SELECT 1 FROM pinned_steps s WHERE ${ofStep} AND s.kind = 'reviewers' AND s.needed >
          (SELECT COUNT(*) FROM visas v WHERE v.frozen_version_id = NEW.frozen_version_id
            AND v.step = NEW.step AND v.decision = 'given'))
        OR ${stepBefore('NEW.frozen_version_id', 'NEW.step')})`,
  });
  const seats =
    'SELECT 1 FROM pinned_seats e WHERE e.frozen_version_id = NEW.frozen_version_id AND e.step = NEW.step';
  await refuseWhen(database, {
    table: 'visas',
    operation: 'INSERT',
    name: 'visas_are_given_from_a_seat',
    condition: `EXISTS (${seats})
      AND NOT EXISTS (${seats} AND e.user_id = COALESCE(NEW.on_behalf_of, NEW.user_id))`,
  });
  await refuseWhen(database, {
    table: 'visas',
    operation: 'INSERT',
    name: 'visas_by_delegation_have_their_delegation',
    condition: `(NEW.on_behalf_of IS NULL) <> (NEW.delegation_id IS NULL)
      OR (NEW.on_behalf_of IS NOT NULL AND (
        NOT EXISTS (SELECT 1 FROM visa_delegations d WHERE d.id = NEW.delegation_id AND d.ended_at IS NULL
          AND d.giver_id = NEW.on_behalf_of AND d.taker_id = NEW.user_id)
        OR EXISTS (SELECT 1 FROM instruction_authors a JOIN frozen_versions f ON f.instruction_id = a.instruction_id
          WHERE f.id = NEW.frozen_version_id AND a.user_id = NEW.on_behalf_of)))`,
  });
}

/** Approved means: every step of the version's own circuit has all that it needs. */
export async function guardApproval(database: Knex): Promise<void> {
  const standing = 'f.instruction_id = NEW.id AND f.voided_at IS NULL';
  const rule = { table: 'instructions', name: 'instruction_states_have_their_evidence' };
  await dropRefusal(database, rule);
  await refuseWhen(database, {
    ...rule,
    operation: 'UPDATE',
    condition: `NEW.state <> OLD.state AND (
      (NEW.state = 'draft' AND EXISTS (SELECT 1 FROM frozen_versions f WHERE ${standing}))
      OR (NEW.state = 'in_review' AND NOT EXISTS (
        SELECT 1 FROM frozen_versions f WHERE ${standing} AND f.revision = NEW.revision))
      OR (NEW.state = 'approved' AND (
        NOT EXISTS (SELECT 1 FROM frozen_versions f
          JOIN visas v ON v.frozen_version_id = f.id AND v.decision = 'given' WHERE ${standing}
          UNION ALL SELECT 1 FROM frozen_versions f
          JOIN outside_opinions o ON o.frozen_version_id = f.id AND o.decision = 'given' WHERE ${standing})
        OR EXISTS (SELECT 1 FROM frozen_versions f JOIN pinned_steps s ON s.frozen_version_id = f.id
          WHERE ${standing} AND ${isWanting})))
      OR (NEW.state = 'signed' AND NOT EXISTS (SELECT 1 FROM signed_versions s
        JOIN frozen_versions f ON f.id = s.frozen_version_id WHERE ${standing})))`,
  });
}

/** A step `s` that has not all that it needs. */
const isWanting = `s.needed > (SELECT COUNT(*) FROM visas v WHERE v.frozen_version_id = s.frozen_version_id
    AND v.step = s.number AND v.decision = 'given')
  + (SELECT COUNT(*) FROM outside_opinions o WHERE o.frozen_version_id = s.frozen_version_id
    AND o.step = s.number AND o.decision = 'given')`;

/** That a step of the version, before this one, has not all that it needs. */
export function stepBefore(version: string, step: string): string {
  return `EXISTS (SELECT 1 FROM pinned_steps s WHERE s.frozen_version_id = ${version} AND s.number < ${step}
    AND ${isWanting})`;
}
