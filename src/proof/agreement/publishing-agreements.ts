import { agreement, doneBy, type Agreement } from './agreement.ts';

interface Published {
  publication: string;
  kind: string;
  of: string;
  wordsHash: string;
}

const published = (
  data: Published,
  line: { at: string; actor: string },
  holds: Record<string, string | null>,
) => ({
  key: [data.publication],
  does: 'makes' as const,
  holds: {
    ...{ subject_kind: data.kind, subject_id: data.of, words_hash: data.wordsHash, ...holds },
    ...doneBy(line, 'recorded_at', 'recorded_by'),
  },
});

/** What is published and where, the public page, circulars from before, and tokens of the direct access. */
export const publishingAgreements: Agreement[] = [
  agreement({
    table: 'publications',
    key: ['id'],
    columns: [
      ...['subject_kind', 'subject_id', 'kind', 'published_on', 'copy_sha256', 'words_hash'],
      ...['recorded_at', 'recorded_by'],
    ],
    lines: {
      'publication.recorded': (data, line) =>
        published(data, line, {
          ...{ kind: 'published', published_on: data.publishedOn },
          copy_sha256: data.copySha256 === '' ? null : data.copySha256,
        }),
      'publication.said-not-applicable': (data, line) =>
        published(data, line, { kind: 'not-applicable', published_on: null, copy_sha256: null }),
    },
  }),
  agreement({
    table: 'publications_withdrawn',
    id: ['publication_id'],
    key: ['publication_id'],
    columns: ['words_hash', 'withdrawn_at', 'withdrawn_by'],
    lines: {
      'publication.withdrawn': (data, line) => ({
        key: [data.publication],
        does: 'makes',
        holds: { words_hash: data.wordsHash, ...doneBy(line, 'withdrawn_at', 'withdrawn_by') },
      }),
    },
  }),
  agreement({
    table: 'public_listings',
    key: ['id'],
    columns: ['sha256', 'words_hash', 'listed_at', 'listed_by'],
    lines: {
      'public-page.listed': (data, line) => ({
        key: [data.listing],
        does: 'makes',
        holds: {
          ...{ sha256: data.sha256, words_hash: data.wordsHash },
          ...doneBy(line, 'listed_at', 'listed_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'public_withdrawals',
    id: ['listing_id'],
    key: ['listing_id'],
    columns: ['words_hash', 'withdrawn_at', 'withdrawn_by'],
    lines: {
      'public-page.withdrawn': (data, line) => ({
        key: [data.listing],
        does: 'makes',
        holds: { words_hash: data.wordsHash, ...doneBy(line, 'withdrawn_at', 'withdrawn_by') },
      }),
    },
  }),
  agreement({
    table: 'activity_reports',
    key: ['id'],
    columns: ['year', 'part', 'sha256', 'kept_at', 'kept_by'],
    lines: {
      'activity-report.kept': (data, line) => ({
        key: [data.report],
        does: 'makes',
        holds: {
          ...{ year: data.year, part: data.part, sha256: data.sha256 },
          ...doneBy(line, 'kept_at', 'kept_by'),
        },
      }),
    },
  }),
  agreement({
    table: 'site_designations',
    key: ['id'],
    columns: ['dated_on', 'recorded_at', 'recorded_by'],
    lines: {
      'public-page.designated': (data, line) => ({
        key: [data.designation],
        does: 'makes',
        holds: { dated_on: data.datedOn, ...doneBy(line, 'recorded_at', 'recorded_by') },
      }),
    },
  }),
  agreement({
    table: 'site_designations_withdrawn',
    id: ['designation_id'],
    key: ['designation_id'],
    columns: ['words_hash', 'withdrawn_at', 'withdrawn_by'],
    lines: {
      'public-page.designation-withdrawn': (data, line) => ({
        key: [data.designation],
        does: 'makes',
        holds: { words_hash: data.wordsHash, ...doneBy(line, 'withdrawn_at', 'withdrawn_by') },
      }),
    },
  }),
  agreement({
    table: 'past_circulars',
    key: ['id'],
    columns: ['sha256', 'pages', 'imported_at', 'imported_by'],
    lines: {
      'past-circular.imported': (data, line) => ({
        key: [data.circular],
        does: 'makes',
        holds: { sha256: data.sha256, pages: data.pages, ...doneBy(line, 'imported_at', 'imported_by') },
      }),
    },
  }),
  agreement({
    table: 'past_circular_facts',
    id: ['circular_id', 'number'],
    key: ['circular_id', 'number'],
    columns: ['recorded_at', 'recorded_by'],
    lines: {
      'past-circular.imported': (data, line) => ({
        key: [data.circular, 1],
        does: 'makes',
        holds: doneBy(line, 'recorded_at', 'recorded_by'),
      }),
      'past-circular.corrected': (data, line) => ({
        key: [data.circular, data.number],
        does: 'makes',
        holds: doneBy(line, 'recorded_at', 'recorded_by'),
      }),
    },
  }),
  agreement({
    table: 'access_tokens',
    key: ['id'],
    columns: ['user_id', 'scopes', 'created_at', 'expires_on', 'revoked_at'],
    lines: {
      'access-token.created': (data, { at }) => ({
        key: [data.token],
        does: 'makes',
        holds: {
          ...{ user_id: data.user, scopes: data.scopes, expires_on: data.expiresOn, revoked_at: null },
          created_at: { near: at },
        },
      }),
      'access-token.revoked': (data, { at }) => ({ key: [data.token], holds: { revoked_at: { near: at } } }),
    },
  }),
];
