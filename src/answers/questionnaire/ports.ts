/** A request, as far as its questionnaire asks. */
export interface AskingRequest {
  id: string;
  instructionId: string;
  kind: string;
  title: string;
}

/** What questionnaires ask of the requests that they belong to. */
export interface RequestsPort {
  find(requestId: string): Promise<AskingRequest | undefined>;
}

/** What they ask of the instructions: whether an act was sent. */
export interface ActsPort {
  find(instructionId: string): Promise<{ state: string } | undefined>;
}

/** Who composes: a person of the staff. */
export interface Composer {
  id: string;
  roles: readonly string[];
}

/** What their pages ask of the instructions: the act that a page is about. */
export interface FramesPort {
  findBySlug(slug: string): Promise<{ id: string; title: string } | undefined>;
}
