import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import type { SmtpMoment } from '../fakes/faulty-smtp-server.ts';

/** What stood on the wire at the instant at which a worker was stopped for good, by recipient. */
export interface AtTheKill {
  /** Its connections between the server's 354 and the server's answer. */
  onTheWire: Set<string>;
  /** Answered by the server; the answer lay in the worker's socket, and no program had read it. */
  unread: Set<string>;
}

/** Keeps what the server said last on each connection, by the client's port. */
export function watchWire() {
  const lastSaid = new Map<number, { recipient: string; stage: 'data' | 'dot' }>();
  const begun = new Set<string>();
  return {
    /** Recipients for whom the server said 354. */
    begun,
    forget(): void {
      lastSaid.clear();
      begun.clear();
    },
    /** To be called with what the server says as usual. */
    says({ stage, recipient, clientPort }: SmtpMoment): void {
      if (stage === 'data') begun.add(recipient);
      if (stage === 'data' || stage === 'dot') lastSaid.set(clientPort, { recipient, stage });
      else if (stage !== 'body') lastSaid.delete(clientPort);
    },
    /**
     * Stops the process where it stands, and looks. The server is of this very process: it neither hears nor
     * says anything meanwhile, so that what is seen is one instant.
     */
    stopDead(worker: ChildProcess): AtTheKill {
      const pid = worker.pid ?? 0;
      const found: AtTheKill = { onTheWire: new Set(), unread: new Set() };
      worker.kill('SIGSTOP');
      while (stateOf(pid) === 'running') continue;
      for (const [port, unreadBytes] of stateOf(pid) === 'gone' ? [] : connectionsOf(pid)) {
        const said = lastSaid.get(port);
        if (said?.stage === 'data') found.onTheWire.add(said.recipient);
        if (said?.stage === 'dot' && unreadBytes > 0) found.unread.add(said.recipient);
      }
      return found;
    },
  };
}

function stateOf(pid: number): 'stopped' | 'running' | 'gone' {
  try {
    const letter = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
    return letter === 'T' ? 'stopped' : letter === 'Z' ? 'gone' : 'running';
  } catch {
    return 'gone';
  }
}

/** Local port → bytes that arrived and that the process has not read (proc(5): /proc/net/tcp). */
function connectionsOf(pid: number): Map<number, number> {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  const lines = readFileSync('/proc/net/tcp', 'latin1').trim().split('\n').slice(1);
  return new Map(
    lines
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9]))
      .map((fields) => [
        parseInt(fields[1]?.split(':')[1] ?? '', 16),
        parseInt(fields[4]?.split(':')[1] ?? '', 16),
      ]),
  );
}
