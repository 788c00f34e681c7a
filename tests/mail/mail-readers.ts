import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ReadPart {
  type: string;
  charset: string | undefined;
  encoding: string;
  name: string | undefined;
  bytes: Buffer;
}

export interface ReadByPython {
  subject: string;
  to: string;
  /** Faults of form that the reader met. */
  defects: string[];
  /** « multipart/mixed(multipart/alternative(text/plain,text/html),application/pdf) ». */
  structure: string;
  parts: ReadPart[];
}

const program = `
import sys, json, base64, email
from email import policy
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=policy.default)
def structure(part):
    inner = ','.join(structure(one) for one in part.iter_parts()) if part.is_multipart() else ''
    return part.get_content_type() + ('(' + inner + ')' if inner else '')
parts = [{
    'type': part.get_content_type(),
    'charset': part.get_content_charset(),
    'encoding': str(part['content-transfer-encoding'] or ''),
    'name': part.get_filename(),
    'bytes': base64.b64encode(part.get_payload(decode=True)).decode(),
} for part in message.walk() if not part.is_multipart()]
defects = [str(defect) for part in message.walk() for defect in part.defects]
print(json.dumps({'subject': message['subject'], 'to': message['to'], 'defects': defects,
    'structure': structure(message), 'parts': parts}))
`;

/** What Python's own mail library reads, strictly. */
export function readWithPython(message: Buffer): ReadByPython {
  const output = execFileSync('python3', ['-c', program], {
    input: message,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  const read = JSON.parse(output) as Omit<ReadByPython, 'parts'> & {
    parts: (Omit<ReadPart, 'bytes' | 'charset' | 'name'> & {
      bytes: string;
      charset: string | null;
      name: string | null;
    })[];
  };
  return {
    ...read,
    parts: read.parts.map((part) => ({
      ...part,
      charset: part.charset ?? undefined,
      name: part.name ?? undefined,
      bytes: Buffer.from(part.bytes, 'base64'),
    })),
  };
}

export function hasMunpack(): boolean {
  return spawnSync('munpack', ['-h'], { stdio: 'ignore' }).error === undefined;
}

/** The files that munpack takes out of a mail, by their names. It reads mailboxes, whose lines end as the system's. */
export function unpackWithMunpack(message: Buffer): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'munpack-'));
  try {
    const kept = message.toString('latin1').replaceAll('\r\n', '\n');
    writeFileSync(join(folder, 'message.eml'), kept, 'latin1');
    execFileSync('munpack', ['-q', '-t', '-C', folder, join(folder, 'message.eml')], { stdio: 'ignore' });
    const names = readdirSync(folder).filter((name) => name !== 'message.eml');
    return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
