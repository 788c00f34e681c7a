import { correction, generate } from 'lean-qr';

/** Modules of white around the code, without which a reader does not find it (ISO/IEC 18004). */
const quietZone = 4;

/**
 * A text as a QR code: one black path in an SVG, so that it stays sharp at any size. `alternative` says
 * what it is to those who do not see it. Both may hold any character.
 */
export function toQrSvg(text: string, alternative: string): string {
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (!code.get(x, y) || code.get(x - 1, y)) continue;
      // One bar for a run of modules: bars drawn side by side would show hair lines between them.
      let width = 1;
      while (code.get(x + width, y)) width += 1;
      path += `M${x + quietZone} ${y + quietZone}h${width}v1h-${width}z`;
    }
  }
  const side = code.size + 2 * quietZone;
  const label = alternative.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${side} ${side}" xmlns="http://www.w3.org/2000/svg"><path d="${path}"/></svg>`;
}
