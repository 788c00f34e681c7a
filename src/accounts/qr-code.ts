import { correction, generate } from 'lean-qr';
import { toSvgDataURL } from 'lean-qr/extras/svg';

/** A text as a QR code, black on white whatever the theme, in an address that an `img` shows. */
export function toQrDataUrl(text: string): string {
  return toSvgDataURL(generate(text, { minCorrectionLevel: correction.M }), {
    on: 'black',
    off: 'white',
    pad: 4,
    scale: 5,
  });
}
