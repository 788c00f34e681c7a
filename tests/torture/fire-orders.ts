/**
 * Where a worker can be stopped, seen from inside its process. `tx:` is inside a ledger transaction, all its
 * statements run and not committed yet, that makes the victim of this state.
 */
export const innerPoints = [
  'tx:queued',
  'tx:sending',
  'claimed',
  'written',
  'tx:ending',
  'ending',
  'answered',
  'tx:accepted',
] as const;
export type InnerPoint = (typeof innerPoints)[number];

/** What a worker's process needs to be one, given when it starts. */
export interface FireChildOrders {
  databaseUrl: string;
  socketPath: string;
  smtpUrl: string;
  answersFolder: string;
  connections: number;
  leaseMs: number;
}

/** What it is told while it works. `victim` is a mail address; `clockOffsetMs` moves its clock. */
export type FireOrder =
  | { do: 'work'; clockOffsetMs: number }
  | { do: 'arm'; point: InnerPoint; victim: string }
  | { do: 'disarm' }
  | { do: 'go on' }
  | { do: 'clock'; offsetMs: number }
  | { do: 'disk'; full: boolean };

/** What it tells: that it works, or that the victim's delivery is where it was told to stop. */
export type FireWord = 'ready' | 'working' | 'reached';
