// A browser that is there may still refuse to start; better heard now than at the first document.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSandbox } from './chromium.mjs';
import { run, say, SetupError, step, tail } from './steps.mjs';

/** @typedef {import('./chromium.mjs').ChromiumSearch} ChromiumSearch */

/**
 * Opens one empty page. Says in plain words why a browser does not start.
 *
 * @param {string} path
 * @param {{ asked?: 'on' | 'off' | undefined }} options CHROMIUM_SANDBOX
 */
export async function tryBrowser(path, { asked }) {
  const sandbox = chromiumSandbox({ asked });
  const profile = mkdtempSync(join(tmpdir(), 'estafette-chromium-'));
  const args = [
    '--headless',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
  ];
  if (!sandbox.enabled) args.push('--no-sandbox');
  try {
    const { ok, output } = await step('essai du navigateur', () =>
      run(path, [...args, `--user-data-dir=${profile}`, '--dump-dom', 'data:text/html,<p>estafette'], {
        deadlineMs: 60_000,
      }),
    );
    if (!ok || !output.includes('<p>estafette')) throw new SetupError(refusalSentence(path, output));
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  if (sandbox.reason === 'root') {
    say(
      'attention : lancé en root, Chromium fonctionne sans son bac à sable (sa protection contre les pages ' +
        'malveillantes) ; en exploitation, lancez Estafette sous un compte ordinaire.',
    );
  } else if (!sandbox.enabled) {
    say('attention : CHROMIUM_SANDBOX=off, Chromium fonctionne sans son bac à sable.');
  }
}

/**
 * @param {string} path
 * @param {string} output what the browser said
 */
export function refusalSentence(path, output) {
  if (/no usable sandbox|apparmor|userns|sandbox_host_linux|zygote_host_impl/i.test(output)) {
    return (
      `le système refuse à ${path} le bac à sable de Chromium (c’est le réglage d’Ubuntu depuis 23.10 : AppArmor ` +
      'y restreint les espaces de noms des utilisateurs). Le plus sûr : installer Google Chrome par son paquet .deb, ' +
      'qui apporte le profil AppArmor voulu. Sinon, lever la restriction :\n' +
      '  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n' +
      'En dernier recours, en connaissance de cause, CHROMIUM_SANDBOX=off renonce au bac à sable.'
    );
  }
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (library !== undefined) {
    return (
      `il manque à ${path} une bibliothèque du système (${library}). Sous Debian ou Ubuntu :\n` +
      '  sudo npx puppeteer browsers install chrome --install-deps'
    );
  }
  return `le navigateur ${path} ne démarre pas. Voici ce qu’il dit :\n${tail(output)}`;
}

/**
 * Why what `findChromium` met cannot be used, and what to do.
 *
 * @param {Exclude<ChromiumSearch, { kind: 'found' }>} search
 */
export function searchSentence(search) {
  switch (search.kind) {
    case 'configured-missing':
      return `CHROMIUM_PATH vaut ${search.path}, mais aucun programme exécutable ne s’y trouve : corrigez ce chemin ou retirez la variable.`;
    case 'snap':
      return (
        `${search.path} est le paquet « snap » d’Ubuntu : enfermé par le système, ce Chromium ne peut pas lire les ` +
        'dossiers d’Estafette ni lui répondre. Installez Google Chrome (https://www.google.com/chrome, paquet .deb) ' +
        'ou indiquez un autre Chromium par CHROMIUM_PATH, puis recommencez.'
      );
    case 'absent':
      return (
        'aucun navigateur n’a été trouvé : installez Chromium ou Google Chrome, ou indiquez son chemin par ' +
        'CHROMIUM_PATH, puis recommencez.'
      );
  }
}
