import { agreement, doneBy, type Agreement } from './agreement.ts';

/** Who may do what: accounts, roles, missions, absences. */
export const accountAgreements: Agreement[] = [
  agreement({
    table: 'installation',
    key: ['id'],
    columns: ['nature', 'born_at'],
    lines: {
      'installation.born': ({ nature }, { at }) => ({
        key: [1],
        does: 'makes',
        holds: { nature, born_at: { near: at } },
      }),
    },
  }),
  agreement({
    table: 'users',
    key: ['id'],
    columns: ['created_at', 'disabled_at'],
    lines: {
      'user.created': ({ user }, { at }) => ({
        key: [user],
        does: 'makes',
        holds: { created_at: { near: at }, disabled_at: null },
      }),
      'user.disabled': ({ user }, { at }) => ({ key: [user], holds: { disabled_at: { near: at } } }),
      'user.enabled': ({ user }) => ({ key: [user], holds: { disabled_at: null } }),
    },
  }),
  agreement({
    table: 'role_grants',
    key: ['user_id', 'role'],
    again: 'granted_at',
    columns: ['granted_at', 'granted_by', 'revoked_at', 'revoked_by'],
    lines: {
      'role.granted': ({ user, role }, line) => ({
        key: [user, role],
        does: 'makes',
        holds: { ...doneBy(line, 'granted_at', 'granted_by'), revoked_at: null, revoked_by: null },
      }),
      'role.revoked': ({ user, role }, line) => ({
        key: [user, role],
        holds: doneBy(line, 'revoked_at', 'revoked_by'),
      }),
    },
  }),
  agreement({
    table: 'audit_missions',
    key: ['id'],
    columns: [
      ...['user_id', 'begins_on', 'ends_on', 'from_year', 'to_year', 'words_hash'],
      ...['recorded_at', 'recorded_by'],
    ],
    lines: {
      'mission.recorded': (data, line) => ({
        key: [data.mission],
        does: 'makes',
        holds: {
          ...{ user_id: data.user, begins_on: data.beginsOn, ends_on: data.endsOn },
          ...{ from_year: data.fromYear ?? null, to_year: data.toYear ?? null, words_hash: data.wordsHash },
          ...doneBy(line, 'recorded_at', 'recorded_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'audit_missions_ended',
    id: ['mission_id'],
    key: ['mission_id'],
    columns: ['ended_at', 'ended_by'],
    lines: {
      'mission.ended': ({ mission }, line) => ({
        key: [mission],
        does: 'makes',
        holds: doneBy(line, 'ended_at', 'ended_by'),
      }),
    },
  }),
  agreement({
    table: 'visa_delegations',
    key: ['id'],
    columns: [
      ...['giver_id', 'taker_id', 'from_on', 'until_on', 'declared_at', 'declared_by'],
      ...['ended_at', 'ended_by'],
    ],
    lines: {
      'delegation.declared': (data, line) => ({
        key: [data.delegation],
        does: 'makes',
        holds: {
          ...{ giver_id: data.user, taker_id: data.taker, from_on: data.fromOn, until_on: data.untilOn },
          ...{ ...doneBy(line, 'declared_at', 'declared_by'), ended_at: null, ended_by: null },
        },
      }),
      'delegation.ended': ({ delegation }, line) => ({
        key: [delegation],
        holds: doneBy(line, 'ended_at', 'ended_by'),
      }),
    },
  }),
  agreement({
    table: 'circuits',
    key: ['id'],
    columns: ['version', 'definition_sha256', 'changed_at', 'changed_by', 'retired_at'],
    lines: {
      'circuit.defined': (data, line) => ({
        key: [data.circuit],
        // Its first version makes it; those that follow are written over it.
        ...(data.version === 1 ? { does: 'makes' as const } : {}),
        holds: {
          ...{ version: data.version, definition_sha256: data.definitionSha256, retired_at: null },
          ...doneBy(line, 'changed_at', 'changed_by'),
        },
      }),
      'circuit.retired': ({ circuit }, { at }) => ({ key: [circuit], holds: { retired_at: { near: at } } }),
    },
  }),
];
