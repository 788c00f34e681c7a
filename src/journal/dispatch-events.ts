/** What can happen to what is sent, from its preparation to what comes back; see `JournalEvents`. */
export interface DispatchEvents {
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
}
