/** How auditors come to read, and what they read with; see `JournalEvents`. */
export interface AccessEvents {
  /** Days in Paris, both included; years of the instructions, absent when there is no bound. */
  'mission.recorded': {
    mission: string;
    user: string;
    beginsOn: string;
    endsOn: string;
    fromYear?: number;
    toYear?: number;
    wordsHash: string;
  };
  /** Before its day. */
  'mission.ended': { mission: string; user: string };
  /** A token of the direct access: never the token itself, nor its hash. `scopes`: separated by spaces. */
  'access-token.created': { token: string; user: string; scopes: string; expiresOn: string };
  'access-token.revoked': { token: string; user: string };
}
