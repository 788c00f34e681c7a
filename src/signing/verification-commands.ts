import type { VerificationReport } from './verification-report.ts';

/** The commands that check each signature of this very file, saved as document.pdf, without us. */
export function commandsOf(report: VerificationReport): string[] {
  return report.signatures.flatMap(({ kind, byteRange }, index) => {
    if (byteRange === undefined) return [];
    const [, length, next, nextLength] = byteRange;
    const content = `contenu-${index}.bin`;
    const check =
      kind === 'timestamp'
        ? `openssl ts -verify -token_in -in document.pdf.sig${index} -data ${content} -CAfile racine.pem`
        : `openssl cms -verify -cades -binary -purpose any -inform DER -in document.pdf.sig${index}` +
          ` -content ${content} -CAfile racine.pem -out /dev/null`;
    return [
      `( head -c ${length} document.pdf ; tail -c +${next + 1} document.pdf | head -c ${nextLength} ) > ${content}`,
      check,
    ];
  });
}
