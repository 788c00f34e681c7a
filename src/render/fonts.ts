import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Asset } from './browser.ts';

const require = createRequire(import.meta.url);

/**
 * The faces of a document: a serif for the text, a sans for headings and tables, both under the SIL
 * Open Font License. TrueType with embedding allowed, so that the PDF holds real fonts: the web pages'
 * own family would be embedded as drawings (Type 3).
 */
const faces = [
  { family: 'Spectral', weight: 400, style: 'normal', file: 'spectral/400Regular/Spectral_400Regular.ttf' },
  {
    family: 'Spectral',
    weight: 400,
    style: 'italic',
    file: 'spectral/400Regular_Italic/Spectral_400Regular_Italic.ttf',
  },
  { family: 'Spectral', weight: 700, style: 'normal', file: 'spectral/600SemiBold/Spectral_600SemiBold.ttf' },
  {
    family: 'Spectral',
    weight: 700,
    style: 'italic',
    file: 'spectral/600SemiBold_Italic/Spectral_600SemiBold_Italic.ttf',
  },
  {
    family: 'Public Sans',
    weight: 400,
    style: 'normal',
    file: 'public-sans/400Regular/PublicSans_400Regular.ttf',
  },
  {
    family: 'Public Sans',
    weight: 700,
    style: 'normal',
    file: 'public-sans/600SemiBold/PublicSans_600SemiBold.ttf',
  },
] as const;

function addressOf(file: string): string {
  return `fonts/${file.slice(file.lastIndexOf('/') + 1)}`;
}

/** The `@font-face` rules; their addresses are those of `loadFonts`. */
export const fontCss = faces
  .map(
    ({ family, weight, style, file }) =>
      `@font-face { font-family: '${family}'; font-weight: ${weight}; font-style: ${style}; src: url('${addressOf(file)}'); }`,
  )
  .join('\n');

/** The font files, by the address under which a page asks for them. */
export function loadFonts(): Map<string, Asset> {
  return new Map(
    faces.map(({ file }) => [
      addressOf(file),
      { bytes: readFileSync(require.resolve(`@expo-google-fonts/${file}`)), type: 'font/ttf' },
    ]),
  );
}
