/** What happens to a text while it is written and reviewed; see `JournalEvents`. */
export interface WorkshopEvents {
  /** An earlier revision became the content again, as revision `revision`. */
  'instruction.restored': { instruction: string; revision: number; from: number };
}
