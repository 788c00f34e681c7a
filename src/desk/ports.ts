/** Something that an office has to do, or did: shown on its page by whatever room asks for it. */
export interface DeskTask {
  title: string;
  /** Where it stands, in words, with the DSFR badge that repeats it. */
  state: { kind: 'success' | 'info' | 'warning' | 'error' | 'new'; label: string };
  /** `YYYY-MM-DD`, in Paris. */
  dueOn?: string;
  href: string;
  /** The act that asks for it. */
  instructionId?: string;
}

export interface DeskTasks {
  /** What an office has to do, what is due first coming first. */
  tasksOf(officeId: string): Promise<DeskTask[]>;
}
