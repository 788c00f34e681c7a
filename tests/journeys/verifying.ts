import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Visitor } from './visitor.ts';

/** A visitor deposits the signed file, then the same with one byte changed. */
export async function verifyAndFlip(given: {
  signed: Buffer;
  visitor: Visitor;
  accessible(): Promise<void>;
}): Promise<void> {
  const { signed, visitor, accessible } = given;
  const folder = await mkdtemp(join(tmpdir(), 'estafette-upload-'));
  const flipped = Buffer.from(signed);
  flipped[2000] = (flipped[2000] ?? 0) ^ 1;
  await writeFile(join(folder, 'signed.pdf'), signed);
  await writeFile(join(folder, 'flipped.pdf'), flipped);
  for (const [name, verdict] of [
    ['signed', 'Document signé'],
    ['flipped', 'Ne vous fiez pas à ce document'],
  ] as const) {
    await visitor.open('/verifier');
    await accessible();
    const input = await visitor.page.$('input[type=file]');
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(
      join(folder, `${name}.pdf`),
    );
    await visitor.page.locator('main form button[type=submit]').click();
    await visitor.page.waitForNavigation({ waitUntil: 'load' }).catch(() => undefined);
    await accessible();
    expect(await visitor.text()).to.contain(verdict);
  }
  await rm(folder, { recursive: true });
}
