// Who may import whom: the house's rules (see ARCHITECTURE.md), as data. Run by `npm run check -- boundaries`.

/**
 * Each room: its face, and the rooms whose faces it may use. The kernel is open to all. A room without a
 * face is imported by nobody (its routes apart, which `compose-web.ts` lists).
 *
 * @type {Record<string, { face: string | undefined, uses: string[] | 'every' }>}
 */
export const rooms = {
  kernel: { face: undefined, uses: [] },
  installation: { face: 'installation', uses: ['journal'] },
  journal: { face: 'journal', uses: [] },
  render: { face: 'render', uses: [] },
  extraction: { face: 'extraction', uses: [] },
  signing: { face: 'signing', uses: ['journal'] },
  mail: { face: 'mail', uses: [] },
  queue: { face: 'queue', uses: [] },
  accounts: { face: 'accounts', uses: ['journal', 'mail'] },
  prefectures: { face: 'prefectures', uses: ['journal', 'mail'] },
  drafts: { face: 'instructions', uses: ['journal', 'accounts', 'render', 'signing', 'mail', 'queue'] },
  allocations: {
    face: 'allocations',
    uses: ['journal', 'prefectures', 'drafts', 'render', 'signing'],
  },
  dispatch: {
    face: 'dispatch',
    uses: ['journal', 'drafts', 'prefectures', 'render', 'signing', 'mail', 'queue'],
  },
  acknowledgements: {
    face: 'acknowledgements',
    uses: ['journal', 'dispatch', 'prefectures', 'render', 'signing', 'accounts', 'mail'],
  },
  outbox: { face: 'outbox', uses: ['journal', 'mail'] },
  inbox: {
    face: 'inbox',
    uses: ['journal', 'accounts', 'prefectures', 'dispatch', 'acknowledgements', 'mail', 'queue', 'outbox'],
  },
  regions: {
    face: 'regions',
    uses: ['journal', 'prefectures', 'drafts', 'allocations', 'dispatch', 'mail', 'outbox', 'desk'],
  },
  questions: { face: 'questions', uses: ['journal', 'mail', 'outbox', 'desk', 'prefectures'] },
  desk: {
    face: 'desk',
    uses: [
      ...['journal', 'accounts', 'prefectures', 'drafts', 'allocations', 'dispatch', 'acknowledgements'],
      ...['mail', 'queue'],
    ],
  },
  answers: { face: 'answers', uses: ['journal', 'prefectures', 'mail', 'outbox', 'drafts', 'desk'] },
  publications: { face: 'publications', uses: ['journal', 'drafts'] },
  'past-circulars': { face: 'past-circulars', uses: ['journal', 'extraction'] },
  archive: { face: 'archive', uses: 'every' },
  readings: { face: 'readings', uses: [] },
  proof: { face: 'proof', uses: 'every' },
  'direct-access': { face: 'direct-access', uses: 'every' },
  home: { face: undefined, uses: 'every' },
  demonstration: { face: '(demonstration|demo)', uses: 'every' },
  cli: { face: undefined, uses: 'every' },
  web: { face: undefined, uses: [] },
};

/**
 * What each composer may build: a short command must not load a browser to read a database.
 *
 * @type {Record<string, string[] | 'every'>}
 */
export const composers = {
  compose: 'every',
  'compose-web': 'every',
  'compose-data': ['installation', 'journal', 'accounts', 'prefectures'],
  'compose-keys': ['signing'],
  'compose-proof': ['journal', 'proof'],
  'compose-mail': ['mail'],
  'compose-entering': ['accounts'],
  'compose-inbox': ['inbox', 'mail'],
  'compose-tying': ['inbox', 'mail'],
  'compose-navigation': [],
  'compose-regions': ['drafts', 'regions'],
  'compose-offices': ['outbox', 'prefectures', 'questions'],
  'compose-direct-access': ['direct-access'],
  'compose-perimeter': [],
  'compose-answers': ['answers', 'dispatch'],
  'compose-publications': ['publications'],
  'compose-search': ['archive'],
  'compose-queue': ['queue'],
  'compose-rounds': ['queue'],
  'compose-lifetime': [],
  'compose-render': ['render'],
  'compose-receipts': ['acknowledgements', 'dispatch'],
  'compose-recognition': ['acknowledgements', 'allocations', 'drafts', 'dispatch'],
};

/** One library, one owner: what changes with a library's next version stands in one place. */
const owners = {
  puppeteer: 'src/render/browser[.]ts',
  '@cantoo/pdf-lib': 'src/render/',
  '@libpdf/core': 'src/signing/',
  pkijs: 'src/signing/',
  asn1js: 'src/signing/',
  pkcs11js: 'src/signing/key-token[a-z-]*[.]ts',
  nodemailer: 'src/mail/(smtp-session|mime)[.]ts',
  'smtp-server': 'src/mail/',
  mailparser: 'src/mail/',
  imapflow: 'src/inbox/imap-',
  'postal-mime': 'src/inbox/mime-message[.]ts',
  bullmq: 'src/queue/bullmq-',
  ioredis: 'src/(compose[a-z-]*|queue/[a-z-]*redis[a-z-]*)[.]ts',
  handlebars: 'src/(render|web|mail)/[a-z-]*(engine|views)[.]ts',
  express: 'src/web/',
  helmet: 'src/web/',
  multer: 'src/web/',
  cookie: 'src/web/',
  esbuild: 'src/web/',
  knex: 'db/(connect|sqlite-immediate)[.]ts',
  pg: 'db/',
  sqlite3: 'db/',
  '@node-rs/argon2': 'src/accounts/password[.]ts',
  'rate-limiter-flexible': 'src/kernel/attempt-counter[.]ts',
  'openid-client': 'src/accounts/pro-connect-client[.]ts',
  otpauth: 'src/accounts/totp[.]ts',
  'lean-qr': 'src/(render|accounts)/qr-code[.]ts',
  'csv-parse': 'src/kernel/csv-file[.]ts',
  'file-type': 'src/kernel/file-kind[.]ts',
  yauzl: 'src/answers/archive-bounds[.]ts',
  yazl: 'src/answers/answers-archive[.]ts',
  'write-excel-file': 'src/kernel/xlsx-file[.]ts',
  'read-excel-file': 'src/kernel/xlsx-reading[.]ts',
  '@etalab/decoupage-administratif': 'src/prefectures/',
  diff: 'src/drafts/history/edits[.]ts',
  'prosemirror-model': 'src/(drafts/|[a-z]+/browser/)',
  '@tiptap/core': 'src/[a-z]+/browser/',
  '@tiptap/pm': 'src/[a-z]+/browser/',
  'pdfjs-dist': 'src/web/browser/(pdf-worker|preview/pages)[.]ts',
  '@orama/stemmers': 'src/archive/',
  commander: 'src/cli/',
  'cli-progress': 'src/cli/',
  pino: 'src/kernel/log[.]ts',
  canonicalize: 'src/kernel/canonical-json[.]ts',
};

/** A type costs nothing at run time and ties no life together. */
const values = { dependencyTypesNot: ['type-only'] };
const names = Object.keys(rooms);

const kernelIsAlone = {
  name: 'kernel-imports-nothing',
  comment: 'The kernel is what everything stands on: it knows no room.',
  severity: 'error',
  from: { path: '^src/kernel/' },
  to: { path: '^(src/(?!kernel/)|db/|scripts/|tests/)' },
};

/**
 * What the browser and the server both read by the same pure file, or they would drift: the closed schema, the places
 * of passages in a text, an amount.
 */
const sharedWithBrowsers = '^src/(drafts/(text-[a-z-]+|passages/anchor(-text)?)|kernel/amount)[.]ts$';

const walled = names.filter((name) => name !== 'kernel');

const directions = walled.flatMap((name) => {
  const uses = rooms[name]?.uses ?? 'every';
  if (uses === 'every') return [];
  return {
    name: `${name}-direction`,
    comment: `src/${name} may use: kernel ${uses.join(' ')}.`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: '-routes[.]ts$' },
    to: {
      path: `^src/(?!(kernel|web|${[name, ...uses].join('|')})/)[a-z]`,
      ...(name === 'web' ? { pathNot: sharedWithBrowsers } : {}),
      ...values,
    },
  };
});

const building = Object.entries(composers).flatMap(([name, uses]) => {
  if (uses === 'every') return [];
  return {
    name: `${name}-direction`,
    comment: `src/${name}.ts may build: ${uses.join(' ')}.`,
    severity: 'error',
    from: { path: `^src/${name}[.]ts$` },
    to: { path: `^src/(?!(kernel|${uses.join('|')})/)[a-z-]+/`, ...values },
  };
});

const faces = walled
  .filter((name) => name !== 'web')
  .map((name) => ({
    name: `${name}-face-only`,
    comment: `Other rooms import src/${name}/${rooms[name]?.face ?? '(nothing)'}.ts, types aside.`,
    severity: 'error',
    from: { path: '^src/[a-z-]+/', pathNot: `^src/${name}/` },
    to: {
      path: `^src/${name}/`,
      pathNot: [
        sharedWithBrowsers,
        ...(rooms[name]?.face === undefined ? [] : [`^src/${name}/${rooms[name].face}[.]ts$`]),
      ],
      ...values,
    },
  }));

const pages = [
  ...walled
    .filter((name) => name !== 'web')
    .map((name) => ({
      name: `${name}-routes`,
      comment: "A room's routes speak to their own room and to the web.",
      severity: 'error',
      from: { path: `^src/${name}/.*-routes[.]ts$` },
      to: { path: `^src/(?!(kernel|web|${name})/)[a-z]`, ...values },
    })),
  {
    name: 'web-is-for-pages',
    comment: 'Only routes and pages speak to the web: a rule does not know who asks.',
    severity: 'error',
    from: { path: '^src/[a-z-]+/', pathNot: '^src/(web|cli)/|-(routes|page|pages)[.]ts$' },
    to: { path: '^src/web/', ...values },
  },
];

const libraries = Object.entries(owners).map(([library, owner]) => ({
  name: `one-owner-${library}`,
  comment: `${library} is imported by ${owner} alone.`,
  severity: 'error',
  from: { path: '^(src|db)/', pathNot: `^${owner}` },
  to: { path: `(^|/)node_modules/${library}(/|$)`, ...values },
}));

export default {
  forbidden: [
    kernelIsAlone,
    ...directions,
    ...building,
    ...faces,
    ...pages,
    ...libraries,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(src|db|tests|bench|scripts|bin)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'tools-stay-out',
      comment: 'What only development installs is not there in production.',
      severity: 'error',
      from: { path: '^(src|db)/' },
      to: { dependencyTypes: ['npm-dev'], ...values },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^(src|db|bin)/' },
      to: { path: '^(tests|bench)/' },
    },
    {
      name: 'compose-is-the-top',
      comment: 'The composers build everything, so nothing but they and the command line imports them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(compose[a-z-]*|cli/.*)[.]ts$' },
      to: { path: '^src/compose[a-z-]*[.]ts$', ...values },
    },
    {
      name: 'environment-at-the-top',
      comment:
        'A room is given what it needs: only the composers and the command line see the configuration.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(compose[a-z-]*|config[a-z-]*|cli/.*)[.]ts$' },
      to: { path: '^src/config[a-z-]*[.]ts$', ...values },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
