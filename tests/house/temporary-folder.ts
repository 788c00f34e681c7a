import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of the test's own, and a way to put files in it. */
export function createTemporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'estafette-house-'));
  return {
    path,
    /** Writes a file (0o755 is a program) and gives its full path. */
    write(name: string, content: string, mode = 0o644): string {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode });
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export type TemporaryFolder = ReturnType<typeof createTemporaryFolder>;
