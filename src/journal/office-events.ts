interface MandateTold {
  mandate: string;
  office: string;
  territory: string;
  validFrom: string;
  personHash: string;
}

interface StaffWords {
  question: string;
  entry: string;
  office: string;
  textHash: string;
}

type OfficeWords = StaffWords & { strength: string; personHash: string };

interface Requested {
  instruction: string;
  request: string;
}

interface RequestTold extends Requested {
  kind: string;
  audience: string;
  dueOn: string;
  /** Of its words, its offices and its kinds of file. */
  contentSha256: string;
}

interface Returned extends Requested {
  territory: string;
  office: string;
}

/** What offices do on their own pages, and what is done with it; see `JournalEvents`. */
export interface OfficeEvents {
  'office.entered': { office: string; session: string; strength: 'code' | 'proconnect' };
  'office.left': { office: string; session: string };
  /** A one-time code for the office's pages, to the mailbox of that contact. */
  'office.code-sent': { office: string; entrance: string; contact: string; addressHash: string };
  /** Its mail could not leave, or was refused. */
  'office.code-not-sent': { office: string; entrance: string; outcome: string };
  /** Somebody whom ProConnect knows comes in for the office from now on: its mailbox vouched for them. */
  'office.agent-bound': { office: string; agent: string; contact: string };
  /** A chef de projet, from a day on; `office` is where they sit. */
  'mandate.named': MandateTold;
  'mandate.corrected': MandateTold & { corrects: string };
  /** `endedOn`: the first day without it. */
  'mandate.ended': { mandate: string; office: string; territory: string; endedOn: string };
  /** What staff took from the State's directory, whose file has that hash. */
  'directory.proposals-taken': { contacts: number; mandates: number; fileSha256: string };
  /** Written down by staff: told by telephone, or on a paper whose scan is kept. `on`: the day told. */
  'acknowledgement.consigned': {
    acknowledgement: string;
    campaign: string;
    office: string;
    sha256: string;
    personHash: string;
    means: string;
    on: string;
    reasonHash: string;
    scanSha256?: string;
  };
  /** `contentSha256`: of the data inside of the PDF. */
  'acknowledgement.receipt-sealed': {
    acknowledgement: string;
    office: string;
    contentSha256: string;
    sha256: string;
    level: string;
    certificateSha256: string;
    loweredBy?: string;
  };
  /** The link of a mail opens nothing any more; `generation` is the one that holds from now on. */
  'link.revoked': {
    campaign: string;
    delivery: string;
    office: string;
    generation: number;
    reasonHash: string;
  };
  /** The same, and the new link was sent by the mail of that id. */
  'link.reissued': {
    campaign: string;
    delivery: string;
    office: string;
    generation: number;
    reasonHash: string;
    mail: string;
  };
  /** Of a mail beside the ledger: a receipt, a new link. */
  'mail.ended': { mail: string; kind: string; delivery: string; office: string; outcome: string };
  /** Asked from an office's page, about an act or in general. */
  'question.asked': OfficeWords;
  'question.followed-up': OfficeWords;
  /** `mail`: empty when the office could not be written to. */
  'question.answered': StaffWords & { mail: string };
  /** Without an answer: the hash is of the reason. */
  'question.closed': StaffWords;
  /** How the sending of a letter beside the ledger ended. */
  'outbox.ended': { mail: string; kind: string; office: string; outcome: string };
  /** Something that an instruction asks back. */
  'request.created': RequestTold;
  'request.changed': RequestTold;
  'request.removed': Requested;
  'request.extended': Requested & { previousDueOn: string; dueOn: string };
  'request.withdrawn': Requested & { reasonHash: string };
  'request.reminders-set': Requested & { change: 'on' | 'off' };
  /** `step`: when, before or after the day that it was due. */
  'request.reminded': Requested & {
    office: string;
    mail: string;
    step: string;
    dueOn: string;
    textHash: string;
  };
  /** One version of what a territory answers; `givenOn` by the office's own clock. */
  'return.given': Returned & {
    answer: string;
    number: number;
    contentKind: string;
    sha256: string;
    bytes: number;
    strength: 'code' | 'proconnect';
    personHash: string;
    givenOn: string;
    dueOn: string;
  };
  /** Not kept: the antivirus found something in it. */
  'return.refused': Returned & { cause: 'infected'; sha256: string };
  /** What the antivirus said later of a file that was kept. */
  'return.analysed': Returned & { answer: string; outcome: 'clean' | 'infected' };
  /** What a request asks field by field may be asked as it is, under its hash; or is written on. */
  'questionnaire.made-ready': Requested & { sha256: string };
  'questionnaire.reopened': Requested & { sha256: string };
  /** Of a change of its own contacts: nothing changes before it is accepted. */
  'contact.proposed': {
    proposal: string;
    office: string;
    action: string;
    kind: string;
    textHash: string;
    personHash: string;
    strength: string;
  };
  /** `verified`: how staff made sure that it came from the office, when its mailbox changes. */
  'contact.proposal-accepted': {
    proposal: string;
    office: string;
    contact: string;
    action: string;
    verified?: string;
  };
  'contact.proposal-refused': { proposal: string; office: string; reasonHash: string };
  /** An office said that its contacts are right, for a year. */
  'contacts.confirmed': {
    confirmation: string;
    office: string;
    year: number;
    contacts: number;
    contactsHash: string;
    personHash: string;
    strength: string;
  };
  /** How the office that leads a region splits its envelope. `number` above 1 replaces a former version. */
  'region.split-published': {
    instruction: string;
    region: string;
    office: string;
    split: string;
    number: number;
    contentSha256: string;
    personHash: string;
    strength: string;
    reasonHash?: string;
  };
  /** Of an office, in the name of the chef de projet of its region, who sits in the office `by`. */
  'region.reminded': {
    instruction: string;
    region: string;
    by: string;
    office: string;
    mail: string;
    textHash: string;
  };
}
