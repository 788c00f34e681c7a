import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { until } from '../until.ts';
import { certificateFor } from './server-certificate.ts';

const program = '/usr/sbin/postfix';
const daemons = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix'].find((folder) =>
  existsSync(join(folder, 'master')),
);

/** Why Postfix cannot be started here; undefined when it can. Its master changes users: it runs as root alone. */
export function whyNoPostfix(): string | undefined {
  if (daemons === undefined || !existsSync(program)) return 'Postfix is not installed';
  return process.getuid?.() === 0 ? undefined : 'Postfix starts as root only';
}

/**
 * A Postfix of our own on a free port of the loopback, in a temporary folder: nothing of the machine's is
 * read or changed. It takes any mail to `prefecture.example` and keeps it, but has no mailbox « inconnu »,
 * is not ready for « attente », and does not serve the sender « intrus ». Its notices are kept apart. `more`: lines of main.cf, which win over ours, and further services.
 */
export async function startPostfix(more: { settings?: string; services?: string[] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'postfix-'));
  execFileSync('chmod', ['755', folder]);
  const [settings, boxes] = [join(folder, 'etc'), join(folder, 'boxes')];
  for (const name of ['etc', 'queue', 'data', 'boxes']) mkdirSync(join(folder, name), { mode: 0o755 });
  const idOf = (kind: string, name: string) =>
    Number(execFileSync('id', [kind, name], { encoding: 'utf8' }).trim());
  const [owner, reader, readers] = [idOf('-u', 'postfix'), idOf('-u', 'nobody'), idOf('-g', 'nobody')];
  chownSync(join(folder, 'data'), owner, -1);
  chownSync(boxes, reader, readers);
  const tls = certificateFor('127.0.0.1');
  writeFileSync(join(settings, 'key.pem'), tls.key, { mode: 0o600 });
  writeFileSync(join(settings, 'cert.pem'), tls.cert);
  writeFileSync(join(settings, 'boxes'), '/^retours\\+/ notices/\n/./ mails/\n');
  const port = await freePort();
  writeFileSync(
    join(settings, 'main.cf'),
    `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
daemon_directory = ${daemons}
maillog_file = ${folder}/data/mail.log
maillog_file_prefixes = ${folder}
myhostname = relais.example
mydestination =
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
virtual_mailbox_domains = prefecture.example, xn--prfecture-c4a.example, estafette.example
virtual_mailbox_base = ${boxes}
virtual_mailbox_maps = regexp:${settings}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:${reader}
virtual_gid_maps = static:${readers}
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_sender_restrictions = check_sender_access inline:{ { intrus@estafette.example = REJECT } }
smtpd_relay_restrictions = check_recipient_access inline:{ { inconnu@prefecture.example = 550 5.1.1 no such mailbox }, { attente@prefecture.example = 450 4.7.1 greylisted } }
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${settings}/cert.pem
smtpd_tls_key_file = ${settings}/key.pem
message_size_limit = 3000000
service_throttle_time = 1s
${more.settings ?? ''}
`,
  );
  const service = (name: string, kind: string, command: string, rest = 'n - n - -') =>
    `${name} ${kind} ${rest} ${command}`;
  writeFileSync(
    join(settings, 'master.cf'),
    `${[
      service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
      service('cleanup', 'unix', 'cleanup', 'n - n - 0'),
      service('qmgr', 'unix', 'qmgr', 'n - n 300 1'),
      service('tlsmgr', 'unix', 'tlsmgr', '- - n 1000? 1'),
      service('rewrite', 'unix', 'trivial-rewrite', '- - n - -'),
      ...['bounce', 'defer', 'trace'].map((name) => service(name, 'unix', 'bounce', '- - n - 0')),
      ...['virtual', 'error', 'retry'].map((name) =>
        service(
          name,
          'unix',
          name === 'retry' ? 'error' : name,
          name === 'virtual' ? '- n n - -' : '- - n - -',
        ),
      ),
      service('anvil', 'unix', 'anvil', '- - n - 1'),
      service('proxymap', 'unix', 'proxymap', '- - n - -'),
      service('postlog', 'unix-dgram', 'postlogd', 'n - n - 1'),
      ...(more.services ?? []).map((name) => service(name, 'unix', name, '- - n - -')),
    ].join('\n')}\n`,
  );
  // The queue's own folders, with the owners that Postfix wants; it warns of each that it has to make.
  execFileSync(program, ['-c', settings, 'check'], { stdio: 'ignore' });
  const master = spawn(join(daemons ?? '', 'master'), ['-c', settings, '-d'], { stdio: 'ignore' });
  const ended = once(master, 'exit');
  const deadline = Date.now() + 10_000;
  await until(async () => (await answers(port)) || Date.now() > deadline || master.exitCode !== null);
  if (!(await answers(port))) {
    master.kill('SIGTERM');
    const log = join(folder, 'data', 'mail.log');
    const words = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' / ') : '';
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Postfix did not start here: ${words}`);
  }

  /** Files of a Maildir, oldest first. */
  function mailsIn(box: 'mails' | 'notices'): Buffer[] {
    const fresh = join(boxes, box, 'new');
    return existsSync(fresh)
      ? readdirSync(fresh)
          .toSorted()
          .map((name) => readFileSync(join(fresh, name)))
      : [];
  }

  return {
    url: `smtp://127.0.0.1:${port}`,
    certificate: tls.cert,
    mails: () => mailsIn('mails'),
    notices: () => mailsIn('notices'),
    log: () => readFileSync(join(folder, 'data', 'mail.log'), 'utf8'),
    /** The processes of this Postfix that do one of its works (« smtpd », « cleanup »). */
    processesOf: (work: string) =>
      execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(master.pid)], { encoding: 'utf8' })
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, name]) => name === work)
        .map(([pid]) => Number(pid)),
    async stop() {
      master.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Postfix = Awaited<ReturnType<typeof startPostfix>>;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}
