interface MandateTold {
  mandate: string;
  office: string;
  territory: string;
  validFrom: string;
  personHash: string;
}

/** What offices do on their own pages, and what is done with it; see `JournalEvents`. */
export interface OfficeEvents {
  'office.entered': { office: string; session: string; strength: 'code' | 'proconnect' };
  'office.left': { office: string; session: string };
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
}
