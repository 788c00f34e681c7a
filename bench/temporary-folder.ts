import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a benchmark's own, gone when it closes. */
export async function openTemporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'estafette-bench-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
