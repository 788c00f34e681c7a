/** One message of a mailbox, before it is fetched. */
export interface MailboxItem {
  /** Its number, which the mailbox gives to no other message for as long as its UIDVALIDITY stands. */
  uid: string;
  /** In bytes, as the mailbox says. */
  size: number;
  /** When the mailbox took it, ISO UTC. */
  receivedAt: string;
}

/** Which numbers of the mailbox were stored already. */
export interface StoredPlaces {
  /** 0 when nothing was. */
  greatest(): Promise<number>;
  among(uids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A mailbox that was reached. Every call has an end: a server that says nothing is a fault. */
export interface OpenedMailbox {
  /** Another one: the mailbox numbers its messages anew (RFC 3501, 2.3.1.1). */
  uidValidity: string;
  /** What was not stored yet, oldest first; not always all of it at once. */
  listNew(stored: StoredPlaces): Promise<MailboxItem[]>;
  /** The message, or its first `maxBytes`. Nothing changes in the mailbox: neither a flag nor a message. */
  fetch(uid: string, maxBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Where messages come from. A throw is an `AppError unavailable` whose key is a sentence (`inbox.fault.…`). */
export interface MailSource {
  /** Names the mailbox in the database and to people. */
  name: string;
  /** How often it is worth looking. */
  everyMs: number;
  open(): Promise<OpenedMailbox>;
  /** This process stops: what is under way fails at once, and is read by the next one. */
  abandon?(): void;
}
