/** What happens to circulars from before Estafette; see `JournalEvents`. */
export interface PastCircularEvents {
  /** `unreadable`: why nothing can be read in the file, empty when something can. */
  'past-circular.imported': {
    circular: string;
    sha256: string;
    pages: number;
    unreadable: string;
    /** Of what is known; the signatory and the file's name by their salted hash. */
    factsSha256: string;
  };
  'past-circular.corrected': { circular: string; number: number; factsSha256: string };
  /** Pages without text that tesseract gave one. */
  'past-circular.recognised': { circular: string; pages: number };
}
