/** The sorts of events that a story may be narrowed to, in the order in which a text meets them. */
export const storyKinds = [
  'text',
  'visas',
  'signature',
  'credits',
  'dispatch',
  'acknowledgements',
  'answers',
  'effects',
] as const;
export type StoryKind = (typeof storyKinds)[number];

/** What proves an event, beside its own line of the journal: a document, a record, a message. */
export interface Proof {
  /** Key of what it is (`story.proof.…`), and what fills it. */
  key: string;
  params: Record<string, string | number>;
  href: string;
  /** Of the file itself (hexadecimal SHA-256), where the journal keeps one. */
  sha256?: string;
}

/** Where an event stands in a story, and what proves it. `elsewhere`: it is never about an instruction. */
export interface Place<Data> {
  kind: StoryKind | 'elsewhere';
  proofs: (data: Data, to: Addresses) => (Proof | undefined)[];
}

/** One place for each event: a type that is added to the journal and forgotten here does not compile. */
export type Places<Events> = { [Type in keyof Events]: Place<Events[Type]> };

export const at = <Data>(
  kind: StoryKind,
  proofs: (data: Data, to: Addresses) => (Proof | undefined)[],
): Place<Data> => ({ kind, proofs });

/** Of people's accounts, of the directory, of the installation: no story tells it, the journal does. */
export const elsewhere: Place<unknown> = { kind: 'elsewhere', proofs: () => [] };

export type Addresses = ReturnType<typeof createAddresses>;

/** Where the proofs of one instruction's story stand. What nobody could open is left out. */
export function createAddresses(story: {
  slug: string;
  /** Of any instruction, by its id. */
  slugOf(instructionId: string): string | undefined;
  /** Hash of the sealed receipts, by acknowledgement. */
  receipts: ReadonlyMap<string, string>;
  /** Answers whose file is still kept. */
  keptAnswers: ReadonlySet<string>;
  /** Whether the reader may open the working comments. */
  readsComments: boolean;
}) {
  const own = `/instructions/${story.slug}`;
  const proof = (key: string, href: string, params: Proof['params'] = {}, sha256?: string): Proof => ({
    ...{ key, href, params },
    ...(sha256 === undefined || sha256 === '' ? {} : { sha256 }),
  });
  const office = (id: string) => `${own}/diffusion/${id}`;
  return {
    revision: (number: number) => proof('revision', `${own}/historique/${number}`, { number }),
    version: (number: number, sha256: string) =>
      proof('version', `${own}/versions/${number}.pdf`, { number }, sha256),
    visas: () => proof('visas', `${own}/visas`),
    signed: (sha256: string) => proof('signed', `${own}/document.pdf`, {}, sha256),
    verification: () => proof('verification', `${own}/document`),
    copy: (number: number, sha256: string) =>
      proof('copy', `${own}/copies/${number}.pdf`, { number }, sha256),
    passages: () => proof('passages', `${own}/a-revoir`),
    comments: () => (story.readsComments ? proof('comments', `${own}/commentaires`) : undefined),
    table: (number: number, sha256: string) =>
      proof('table', `${own}/dossier/credits/${number}`, { number }, sha256),
    notifications: () => proof('notifications', `${own}/credits#notifications`),
    manifest: (sha256: string) => proof('manifest', `${own}/credits/manifeste/manifeste.json`, {}, sha256),
    splits: () => proof('splits', `${own}/credits/repartitions`),
    campaign: () => proof('campaign', `${own}/diffusion`),
    statement: (sha256: string) => proof('statement', `${own}/diffusion/bordereau.pdf`, {}, sha256),
    ladder: () => proof('ladder', `${own}/diffusion/relances`),
    letter: (id: string) => proof('letter', `${own}/diffusion/relances/courriers/${id}`),
    /** The server's words, the notices, the links: all that an office's story keeps. */
    office: (id: string) => proof('office', office(id)),
    message: (id: string, sha256 = '') => proof('message', `/retours/${id}`, {}, sha256),
    receipt: (officeId: string, id: string) => {
      const sha256 = story.receipts.get(id);
      return sha256 === undefined
        ? undefined
        : proof('receipt', `${office(officeId)}/accuses/${id}/recu.pdf`, {}, sha256);
    },
    scan: (officeId: string, id: string, sha256 = '') =>
      sha256 === '' ? undefined : proof('scan', `${office(officeId)}/accuses/${id}/piece`, {}, sha256),
    question: (id: string) => proof('question', `/questions/${id}`),
    request: (id: string) => proof('request', `${own}/reponses/${id}`),
    answer: (request: string, id: string, sha256: string) =>
      story.keptAnswers.has(id)
        ? proof('answer', `${own}/reponses/${request}/fichiers/${id}`, {}, sha256)
        : undefined,
    typedAnswer: (request: string, territory: string, sha256: string) =>
      proof('answer', `${own}/reponses/${request}/resultats/reponses/${territory}`, {}, sha256),
    publication: (sha256 = '') => proof('publication', `${own}/publication`, {}, sha256),
    record: () => proof('record', own),
    /** Another text of the archive; undefined when it is not there. */
    other: (instructionId: string, sha256 = '') => {
      const slug = story.slugOf(instructionId);
      return slug === undefined ? undefined : proof('other', `/instructions/${slug}/dossier`, {}, sha256);
    },
    otherRevision: (instructionId: string, number: number) => {
      const slug = story.slugOf(instructionId);
      return slug === undefined
        ? undefined
        : proof('other-revision', `/instructions/${slug}/historique/${number}`, { number });
    },
  };
}
