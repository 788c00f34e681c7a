import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../mail/server-certificate.ts';
import { freePort } from '../free-port.ts';
import { until } from '../until.ts';

const program = '/usr/sbin/dovecot';
const lmtp = '/usr/lib/dovecot/lmtp';
const imap = '/usr/lib/dovecot/imap';

/** Why Dovecot cannot be started here; undefined when it can. Its master changes users: it runs as root alone. */
export function whyNoDovecot(): string | undefined {
  if (![program, lmtp, imap].every((path) => existsSync(path))) return 'Dovecot is not installed';
  return process.getuid?.() === 0 ? undefined : 'Dovecot starts as root only';
}

/**
 * A Dovecot of our own in a temporary folder: nothing of the machine's is read or changed. IMAP over TLS on a
 * free port of the loopback, LMTP on a socket. It has these users and no other, all of one password; those of
 * `full` may keep a few bytes only.
 */
export async function startDovecot(options: { users: string[]; full?: string[]; password: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'dovecot-'));
  execFileSync('chmod', ['755', folder]);
  const idOf = (kind: string, name: string) =>
    Number(execFileSync('id', [kind, name], { encoding: 'utf8' }).trim());
  const [owner, group] = [idOf('-u', 'nobody'), idOf('-g', 'nobody')];
  for (const name of ['run', 'state', 'boxes']) mkdirSync(join(folder, name), { mode: 0o755 });
  chownSync(join(folder, 'boxes'), owner, group);
  const tls = certificateFor('127.0.0.1');
  writeFileSync(join(folder, 'key.pem'), tls.key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), tls.cert);
  const line = (user: string) =>
    `${user}:{PLAIN}${options.password}:${owner}:${group}::${folder}/boxes/${user}::` +
    (options.full?.includes(user) === true ? 'userdb_quota_rule=*:bytes=10' : '');
  writeFileSync(
    join(folder, 'users'),
    `${[...options.users, ...(options.full ?? [])].map(line).join('\n')}\n`,
  );
  const port = await freePort();
  const settings = join(folder, 'dovecot.conf');
  writeFileSync(
    settings,
    `
base_dir = ${folder}/run
state_dir = ${folder}/state
instance_name = estafette-tests
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
auth_username_format = %Ln
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
lmtp_hdr_delivery_address = original
mail_location = maildir:%h
first_valid_uid = 1
first_valid_gid = 1
mail_plugins = quota
plugin {
  quota = maildir:User quota
  quota_grace = 0
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
  chroot =
}
service anvil {
  chroot =
  # A wrong password is answered at once.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service lmtp {
  unix_listener ${folder}/lmtp {
    mode = 0666
  }
}
`,
  );
  const master = spawn(program, ['-F', '-c', settings], { stdio: 'ignore' });
  const ended = once(master, 'exit');
  const deadline = Date.now() + 10_000;
  await until(async () => (await answers(port)) || Date.now() > deadline || master.exitCode !== null);
  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  if (!(await answers(port))) {
    master.kill('SIGTERM');
    const words = log().trim().split('\n').slice(-3).join(' / ');
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`Dovecot did not start here: ${words}`);
  }
  return {
    port,
    certificate: tls.cert,
    lmtpSocket: join(folder, 'lmtp'),
    log,
    /** As after a restoration: the same messages under another UIDVALIDITY. */
    renumber(user: string) {
      for (const name of [
        'dovecot-uidlist',
        'dovecot.index',
        'dovecot.index.log',
        'dovecot.index.cache',
        'dovecot-uidvalidity',
      ]) {
        rmSync(join(folder, 'boxes', user, name), { force: true });
      }
    },
    boxOf: (user: string) => join(folder, 'boxes', user),
    async stop() {
      master.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('data', () => end(true)).once('error', () => end(false));
    // TLS speaks first on the other side: a connection is enough.
    socket.once('connect', () => end(true));
  });
}
