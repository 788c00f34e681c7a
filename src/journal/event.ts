interface AllocationsSet {
  instruction: string;
  table: number;
  territories: number;
  contentSha256: string;
  commitmentAuthority: number;
  paymentAppropriation: number;
}

/**
 * Everything that can happen, and what the journal keeps of it. Ids and hashes only: a name, an
 * address or a text never enters the chain (they live in erasable side tables).
 */
export interface JournalEvents {
  'installation.born': { nature: string };
  'user.created': { user: string };
  'user.password-changed': { user: string };
  'user.disabled': { user: string };
  'user.enabled': { user: string };
  'role.granted': { user: string; role: string };
  'role.revoked': { user: string; role: string };
  'session.opened': { user: string };
  'session.closed': { user: string };
  'instruction.created': {
    instruction: string;
    year: number;
    kind: string;
    template: string;
    templateSha256: string;
  };
  'instruction.saved': { instruction: string; revision: number; contentSha256: string };
  'instruction.author-declared': { instruction: string; user: string };
  'instruction.frozen': { instruction: string; version: number; revision: number; sha256: string };
  'instruction.freeze-voided': { instruction: string; version: number; sha256: string; cause: string };
  'visa.given': { instruction: string; version: number; sha256: string; reasonHash: string };
  'visa.refused': { instruction: string; version: number; sha256: string; reasonHash: string };
  'instruction.approved': { instruction: string; version: number; sha256: string };
  'instruction.signed': {
    instruction: string;
    version: number;
    frozenSha256: string;
    sha256: string;
    mark: string;
    level: string;
    certificateSha256: string;
    /** Absent from lines written when there was one way only: here. */
    how?: 'here' | 'outside' | 'by-hand';
    /** The act's day; of a paper signed by hand, not the seal's. */
    signedOn?: string;
    /** Key of the sentence that tells why the level is lower than the one aimed at. */
    loweredBy?: string;
  };
  /** Another copy of the signed act, whose archive timestamp holds longer; `number` counts from 1. */
  'instruction.renewed': {
    instruction: string;
    number: number;
    previousSha256: string;
    sha256: string;
    keptUntil: string;
  };
  /** `reason` is the key of a sentence; written when a failure begins, not at each attempt. */
  'instruction.renewal-failed': { instruction: string; sha256: string; reason: string };
  'instruction.closed': { instruction: string };
  'instruction.amendment-begun': {
    instruction: string;
    corrects: string;
    correctedSha256: string;
    relation: 'replaces' | 'amends';
  };
  /** In a draft that was never frozen. */
  'instruction.amendment-changed': { instruction: string; relation: 'replaces' | 'amends' };
  /** `by`: the rectificatif that was sent; `sha256`: of its signed file. */
  'instruction.corrected': {
    instruction: string;
    by: string;
    sha256: string;
    relation: 'replaces' | 'amends';
  };
  /** `altered`: hashes separated by spaces, empty when every document is what it was. */
  'archive.documents-checked': { documents: number; altered: string };
  /** `days` before the end, 0 once it is past; `of` is a certificate's hash, or that of a kept copy. */
  'archive.end-announced': {
    kind: 'signature' | 'seal' | 'timestamps' | 'document';
    of: string;
    endsAt: string;
    days: number;
  };
  /** Amounts in cents; the table itself is kept under its content's hash. */
  'allocations.imported': AllocationsSet;
  'allocations.removed': AllocationsSet;
  'annexes.asked': { instruction: string; sha256: string; annexes: number };
  /** `timestampedAt`: empty when no timestamp authority is configured. */
  'annexes.sealed': {
    instruction: string;
    sha256: string;
    annexes: number;
    manifestSha256: string;
    timestampedAt: string;
  };
  'directory.imported': { offices: number; contacts: number; fileSha256: string };
  'contact.added': { office: string; contact: string; addressHash: string };
  'contact.ended': { office: string; contact: string };
  /** `findings`: names of what the checks found, and ids of offices. */
  'preparation.overruled': { preparation: string; findings: string; reasonHash: string };
  'preparation.tried': { preparation: string; office: string; addressHash: string; outcome: string };
  'preparation.scheduled': { preparation: string; dueAt: string; offices: number; copies: number };
  'preparation.moved': { preparation: string; dueAt: string };
  'preparation.cancelled': { preparation: string };
  'preparation.held': { preparation: string; cause: 'late' | 'blocked' | 'refused' };
  'preparation.abandoned': { preparation: string };
  'campaign.opened': {
    campaign: string;
    instruction: string;
    sha256: string;
    offices: number;
    deadlineOn: string;
    /** Absent, as `copies`, from lines written when every office was written to for action. */
    recipientsOn?: string;
    copies?: number;
  };
  'campaign.paused': { campaign: string; cause: string };
  'campaign.resumed': { campaign: string };
  /** `deliveries`: the mails that had not left, and never will. */
  'campaign.cancelled': { campaign: string; deliveries: number };
  /** `contentSha256`: of what was known of every office then; absent from lines of before. */
  'campaign.closed': { campaign: string; contentSha256?: string };
  'campaign.statement-sealed': {
    campaign: string;
    contentSha256: string;
    sha256: string;
    level: string;
    certificateSha256: string;
    loweredBy?: string;
  };
  'delivery.planned': {
    campaign: string;
    delivery: string;
    office: string;
    contact: string;
    addressHash: string;
  };
  'delivery.accepted': {
    campaign: string;
    delivery: string;
    office: string;
    attempt: number;
    replyHash: string;
  };
  'delivery.deferred': {
    campaign: string;
    delivery: string;
    office: string;
    attempt: number;
    replyHash: string;
  };
  'delivery.refused': {
    campaign: string;
    delivery: string;
    office: string;
    attempt: number;
    replyHash: string;
  };
  'delivery.unknown': { campaign: string; delivery: string; office: string; attempt: number; cause: string };
  'delivery.delivered': { campaign: string; delivery: string; office: string; cause: string };
  /** `message`: the notice that says so. */
  'delivery.bounced': { campaign: string; delivery: string; office: string; message: string };
  'delivery.taken': { campaign: string; delivery: string; office: string; message: string };
  'delivery.resent': { campaign: string; delivery: string; office: string };
  'delivery.retried': { campaign: string; delivery: string; office: string };
  /** A message that nothing ties to a mail of ours; `sha256` is of the bytes that are kept. */
  'message.received': { message: string; sha256: string; kind: string };
  /** `by`: what ties it: `return-path`, `envid`, `message-id`, `recipient`. */
  'notice.received': {
    message: string;
    sha256: string;
    kind: string;
    campaign: string;
    delivery: string;
    office: string;
    by: string;
  };
  'message.tied': { message: string; kind: string; campaign: string; delivery: string; office: string };
  'message.set-aside': { message: string; reasonHash: string };
  'answer.written': { answer: string; message: string; campaign: string; office: string; textHash: string };
  'answer.ended': { answer: string; campaign: string; office: string; outcome: string };
  /** Declared by staff from a mail, whose bytes have that hash. */
  'acknowledgement.declared': {
    acknowledgement: string;
    campaign: string;
    office: string;
    sha256: string;
    personHash: string;
    message: string;
    messageSha256: string;
  };
  'ladder.planned': { campaign: string; steps: number };
  /** `workingDays` before the anchor when negative. */
  'ladder.changed': {
    campaign: string;
    step: number;
    change: 'added' | 'moved' | 'stopped' | 'resumed';
    anchor: string;
    workingDays: number;
  };
  'reminder.planned': {
    campaign: string;
    delivery: string;
    office: string;
    contact: string;
    addressHash: string;
    step: number;
  };
  /** Kept back before it left: the office had acknowledged, or the step was switched off. */
  'reminder.dropped': {
    campaign: string;
    delivery: string;
    office: string;
    step: number;
    cause: 'acknowledged' | 'replaced' | 'off';
  };
  /** The acknowledgement came while the mail was leaving. */
  'reminder.crossed': { campaign: string; delivery: string; office: string; step: number };
  /** `offices`: how many it is about; `office` is the one under which it stands. */
  'escalation.prepared': {
    campaign: string;
    escalation: string;
    step: number;
    office: string;
    offices: number;
  };
  'escalation.written': { campaign: string; escalation: string; textHash: string; addressHash: string };
  'escalation.set-aside': { campaign: string; escalation: string };
  'escalation.resumed': { campaign: string; escalation: string };
  'escalation.sent': {
    campaign: string;
    escalation: string;
    delivery: string;
    step: number;
    textHash: string;
    addressHash: string;
  };
  'acknowledgement.recorded': {
    acknowledgement: string;
    campaign: string;
    office: string;
    sha256: string;
    personHash: string;
  };
}

export type JournalEventType = keyof JournalEvents;

/** `actor` is a user's id, `office:ID` for a prefecture, or `system`. `subject` is `kind:id`. */
export type JournalEvent = {
  [Type in JournalEventType]: { type: Type; actor: string; subject: string; data: JournalEvents[Type] };
}[JournalEventType];

/** A line as it stands in the chain. */
export type JournalLine = JournalEvent & { line: number; at: string; previousHash: string; hash: string };
