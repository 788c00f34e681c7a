import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { build } from 'esbuild';
import type { KeptEncodings } from './compression.ts';
import { contentTypeOf } from './content-type.ts';

const favicon = createRequire(import.meta.url).resolve('@gouvfr/dsfr/dist/favicon/favicon.svg');

export interface Asset {
  bytes: Uint8Array;
  type: string;
  /** Its compressed forms, made when they are first asked for. */
  encodings: KeptEncodings;
}

/**
 * Bundles what browsers get (`browser/*.ts` and `*.css`, the components of the design system that
 * they import, its fonts and icons), in memory, under names that hold the content's hash.
 */
export async function buildAssets(options: { folder: string }) {
  const entries = (await readdir(options.folder)).filter((name) => /\.(ts|css)$/.test(name));
  const result = await build({
    entryPoints: entries.map((name) => join(options.folder, name)),
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022'],
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets/',
    loader: { '.woff2': 'file', '.woff': 'file', '.svg': 'file' },
    legalComments: 'linked',
    logLevel: 'silent',
  });
  const files = new Map<string, Asset>();
  const names = new Map<string, string>();
  const keep = (path: string, bytes: Uint8Array) =>
    files.set(path, { bytes, type: contentTypeOf(path), encodings: new Map() });
  keep('/favicon.svg', await readFile(favicon));
  for (const output of result.outputFiles) {
    const file = basename(output.path);
    keep(`/assets/${file}`, output.contents);
    names.set(file.replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1'), `/assets/${file}`);
  }
  return {
    find: (path: string): Asset | undefined => files.get(path),
    /** The address of an entry: `live.js`, `estafette.css`. Throws when there is none of that name. */
    address(name: string): string {
      const address = names.get(extname(name) === '' ? `${name}.js` : name);
      if (address === undefined) throw new Error(`no such asset: ${name}`);
      return address;
    },
  };
}

export type Assets = Awaited<ReturnType<typeof buildAssets>>;
