interface Of {
  publication: string;
  /** What was published: `instruction`, `past-circular` or `activity-report`, and its id. */
  kind: string;
  of: string;
  /** Of the reason or the remark. */
  wordsHash: string;
}

interface Listed {
  listing: string;
  kind: string;
  of: string;
  /** Of the file that everyone may read. */
  sha256: string;
  wordsHash: string;
}

/** Where and when texts are published, and the public page; see `JournalEvents`. */
export interface PublicationEvents {
  /** `placeSha256`: of the site's name and of the address; `copySha256`: of the page's copy, or empty. */
  'publication.recorded': Of & { publishedOn: string; placeSha256: string; copySha256: string };
  'publication.said-not-applicable': Of;
  /** The record was wrong. */
  'publication.withdrawn': Of;
  /** People were told that it is not known to be published. */
  'publication.warned': { instruction: string; milestone: string; limitOn: string; people: number };
  /** Everyone may read it on the public page from now on. */
  'public-page.listed': Listed;
  'public-page.withdrawn': Listed;
  /** `part`: `national` or `regions`. */
  'activity-report.kept': { report: string; year: number; part: string; sha256: string };
  /** An administrator recorded the text that designates the public page (CRPA, L. 312-3), of that day. */
  'public-page.designated': { designation: string; datedOn: string; contentSha256: string };
  'public-page.designation-withdrawn': { designation: string; wordsHash: string };
}
