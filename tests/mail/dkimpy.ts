import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/*
 * The verdict of dkimpy, a verifier that shares nothing with us. Its command asks the real DNS, so its
 * library is called, with a table of our own in place of the DNS.
 */
const program = `
import json, sys, base64, dkim
given = json.load(sys.stdin)
def verdicts(message, names):
    look = lambda name, timeout=5: names.get(name.decode().rstrip('.'), '').encode()
    signatures = [h for h in dkim.DKIM(message).headers if h[0].lower() == b'dkim-signature']
    for index in range(len(signatures)):
        try:
            yield bool(dkim.DKIM(message).verify(idx=index, dnsfunc=look))
        except Exception as error:
            yield str(error)
print(json.dumps([list(verdicts(base64.b64decode(one['message']), one['names'])) for one in given]))
`;

// The system's Python has what the system's packages bring; another one may stand before it on the PATH.
const python =
  ['/usr/bin/python3', '/opt/homebrew/bin/python3'].find((path) => existsSync(path)) ?? 'python3';

/** True when dkimpy and its Ed25519 are there. */
export function hasDkimpy(): boolean {
  try {
    execFileSync(python, ['-c', 'import dkim, nacl'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What dkimpy says of each signature of each mail: true, false, or why it cannot say. `names`: the DNS. */
export function verdictsOfDkimpy(
  mails: { message: Buffer; names: Record<string, string> }[],
): (boolean | string)[][] {
  const input = JSON.stringify(
    mails.map(({ message, names }) => ({ message: message.toString('base64'), names })),
  );
  return JSON.parse(execFileSync(python, ['-c', program], { input, encoding: 'utf8' })) as (
    boolean | string
  )[][];
}
