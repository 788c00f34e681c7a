// The parts that npm cannot bring, how to see that they are there, and what each system calls them.
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** @typedef {import('./package-managers.mjs').PackageManager} PackageManager */
/** @typedef {keyof typeof parts} Part */

/**
 * `commands`: every one of them must be on the PATH. A manager without an entry has nothing to install.
 * `before`: what to run before the installation.
 *
 * @satisfies {Record<string, {
 *   commands: string[],
 *   label: string,
 *   packages: Partial<Record<PackageManager, string[]>>,
 *   before?: Partial<Record<PackageManager, string[][]>>,
 * }>}
 */
export const parts = {
  chromium: {
    label: 'Chromium',
    commands: [],
    packages: {
      apt: ['chromium', 'chromium-sandbox'],
      dnf: ['chromium'],
      apk: ['chromium'],
      brew: ['--cask', 'google-chrome'],
    },
  },
  redis: {
    label: 'Redis (redis-server)',
    commands: ['redis-server'],
    packages: { apt: ['redis-server'], dnf: ['redis'], apk: ['redis'], brew: ['redis'] },
  },
  poppler: {
    label: 'les outils PDF de Poppler (pdfsig, pdftotext)',
    commands: ['pdfsig', 'pdftotext', 'pdftoppm'],
    packages: { apt: ['poppler-utils'], dnf: ['poppler-utils'], apk: ['poppler-utils'], brew: ['poppler'] },
  },
  fonts: {
    label: 'une police de caractères de base',
    commands: [],
    packages: { apt: ['fonts-dejavu-core'], dnf: ['dejavu-sans-fonts'], apk: ['font-dejavu'] },
  },
  qpdf: {
    label: 'qpdf',
    commands: ['qpdf'],
    packages: { apt: ['qpdf'], dnf: ['qpdf'], apk: ['qpdf'], brew: ['qpdf'] },
  },
  openssl: {
    label: 'openssl',
    commands: ['openssl'],
    packages: { apt: ['openssl'], dnf: ['openssl'], apk: ['openssl'], brew: ['openssl'] },
  },
  nss: {
    label: 'certutil (outils NSS)',
    commands: ['certutil'],
    packages: { apt: ['libnss3-tools'], dnf: ['nss-tools'], apk: ['nss-tools'], brew: ['nss'] },
  },
  token: {
    label: 'un jeton de signature d’essai (SoftHSM, pkcs11-tool)',
    commands: ['softhsm2-util', 'pkcs11-tool'],
    packages: {
      apt: ['softhsm2', 'opensc'],
      dnf: ['softhsm', 'opensc'],
      apk: ['softhsm', 'opensc'],
      brew: ['softhsm', 'opensc'],
    },
  },
  mail: {
    label: 'munpack et dkimverify (lecture de courriels, pour les tests)',
    commands: ['munpack', 'dkimverify'],
    packages: { apt: ['mpack', 'python3-dkim', 'python3-nacl'] },
  },
  postfix: {
    label: 'Postfix (pour les tests ; rien n’est démarré)',
    commands: ['postfix'],
    packages: { apt: ['postfix'] },
    // Its installer would otherwise make the machine a mail server.
    before: {
      apt: [
        [
          'sh',
          '-c',
          'echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections',
        ],
      ],
    },
  },
  dovecot: {
    label: 'Dovecot (pour les tests ; rien n’est démarré)',
    commands: ['dovecot', 'doveconf'],
    packages: { apt: ['dovecot-imapd', 'dovecot-lmtpd'] },
    // Its installer would otherwise open mailboxes to the network.
    before: {
      apt: [
        [
          'sh',
          '-c',
          'command -v systemctl >/dev/null && systemctl mask dovecot.service dovecot.socket || true',
        ],
      ],
    },
  },
  clamd: {
    label: 'ClamAV (clamd, pour les tests ; rien n’est démarré)',
    commands: ['clamd'],
    packages: { apt: ['clamav-daemon'] },
    // Its installer would otherwise start it, and fetch hundreds of megabytes of signatures.
    before: {
      apt: [
        [
          'sh',
          '-c',
          'command -v systemctl >/dev/null && systemctl mask clamav-daemon.service clamav-daemon.socket clamav-freshclam.service || true',
        ],
      ],
    },
  },
  compiler: {
    label: 'un compilateur C++ (python3, make, g++)',
    commands: ['python3', 'make', 'g++'],
    packages: {
      apt: ['python3', 'make', 'g++'],
      dnf: ['python3', 'make', 'gcc-c++'],
      apk: ['python3', 'make', 'g++'],
    },
  },
};

/** @type {Part[]} */
export const partsToRun = ['redis', 'poppler', 'fonts'];
/** @type {Part[]} */
export const partsToTest = [...partsToRun, 'qpdf', 'openssl', 'nss', 'token'];

/**
 * What lets more tests run, where the system is known to have it: without them these say why they are skipped.
 * Postfix and Dovecot run as root only; they and ClamAV are not asked of anybody else.
 *
 * @param {PackageManager | undefined} manager
 * @param {{ root: boolean }} person
 * @returns {Part[]}
 */
export function partsThatHelpTests(manager, person) {
  /** @type {Part[]} */
  const wanted = person.root ? ['mail', 'postfix', 'dovecot', 'clamd'] : ['mail'];
  return wanted.filter((part) => {
    /** @type {Partial<Record<PackageManager, string[]>>} */
    const packages = parts[part].packages;
    return manager !== undefined && packages[manager] !== undefined;
  });
}

/**
 * Which of the parts are not there. Chromium is not judged here: `findChromium` does.
 *
 * @param {Part[]} wanted
 * @param {{ path: string, platform?: string, fontFolders?: string[] }} machine
 * @returns {Part[]}
 */
export function listMissing(wanted, machine) {
  return wanted.filter((part) => {
    if (part === 'fonts')
      return machine.platform !== 'darwin' && !hasFont(machine.fontFolders ?? fontFolders());
    return !parts[part].commands.every((command) => isOnPath(command, machine.path));
  });
}

/**
 * @param {string} command
 * @param {string} path
 */
export function isOnPath(command, path) {
  return path.split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, command)));
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function fontFolders() {
  return [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(homedir(), '.fonts'),
    join(homedir(), '.local/share/fonts'),
  ];
}

/**
 * @param {string[]} folders
 * @returns {boolean}
 */
function hasFont(folders, depth = 4) {
  return folders.some((folder) => {
    const entries = readEntries(folder);
    if (entries.some((entry) => entry.isFile() && /\.(ttf|otf|ttc)$/i.test(entry.name))) return true;
    const inside = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
    return depth > 0 && hasFont(inside, depth - 1);
  });
}

/** @param {string} folder */
function readEntries(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
