/** Where a worker may be told to stop, seen from inside its process. */
export type InnerPoint = 'claimed' | 'ending' | 'answered';

export interface WorkerOrders {
  databaseUrl: string;
  socketPath: string;
  smtpUrl: string;
  stopAt?: InnerPoint;
  victim?: string;
}

export const leaseInTortureMs = 1500;
