/** An act that an office received, and the mail that brought it. */
export interface ReceivedAct {
  instructionId: string;
  slug: string;
  title: string;
  campaignId: string;
  deliveryId: string;
}

export interface ActsPort {
  /** What was sent to an office, newest first. */
  listReceived(officeId: string): Promise<ReceivedAct[]>;
}

export interface DirectoryPort {
  /** Best rank first among its contacts of today. */
  findOffice(
    id: string,
  ): Promise<{ name: string; contacts: { kind: string; address: string }[] } | undefined>;
}
