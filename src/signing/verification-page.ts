import { formatLongInstant } from '../kernel/french-format.ts';
import type { Messages } from '../kernel/messages.ts';
import type { SignatureReport, VerificationReport } from './verification.ts';

export type Verdict = 'signed' | 'sealed' | 'unsigned' | 'refused' | 'unreadable';

/** A report in one word. A file that bears only seals is « scellé », never « signé ». */
export function verdictOf(report: VerificationReport): Verdict {
  if (report.valid) return report.signatures.some(({ mark }) => mark === 'signature') ? 'signed' : 'sealed';
  if (report.problems.includes('signing.problem.no-signature')) return 'unsigned';
  return report.signatures.length > 0 ? 'refused' : 'unreadable';
}

const alertKinds = {
  signed: 'success',
  sealed: 'success',
  unsigned: 'warning',
  refused: 'error',
  unreadable: 'error',
};

/** The model of the page that says what was found. */
export function resultModel(report: VerificationReport, fileName: string, messages: Messages) {
  const verdict = verdictOf(report);
  const wanted = verdict === 'signed' ? 'signature' : 'seal';
  const names = report.signatures.filter(({ mark }) => mark === wanted).map(({ signerName }) => signerName);
  return {
    verdict: {
      kind: alertKinds[verdict],
      title: messages(`signing.verdict.${verdict}`),
      text: messages(`signing.verdict-text.${verdict}`, { names: [...new Set(names)].join(', ') }),
    },
    problems: verdict === 'unsigned' ? [] : report.problems.map((key) => messages(key)),
    file: {
      name: fileName,
      bytes: report.bytes,
      sha256: report.sha256,
      ...(report.pages === undefined ? {} : { pages: report.pages }),
    },
    signatures: report.signatures.map((signature, index) => signatureModel(signature, index, messages)),
    notChecked: report.notChecked.map((key) => messages(key)),
    commands: commandsOf(report),
  };
}

function signatureModel(signature: SignatureReport, index: number, messages: Messages) {
  const valid = signature.problems.length === 0;
  const { signedAt, anchorName, reason, claimedName, certificateSha256 } = signature;
  return {
    number: index + 1,
    mark: messages(`signing.mark.${signature.mark}`),
    state: {
      kind: valid ? 'success' : 'error',
      label: messages(`signing.state.${valid ? 'valid' : 'refused'}`),
    },
    problems: signature.problems.map((key) => messages(key)),
    signer: signature.signerName || messages('signing.signer.unknown'),
    time:
      signedAt === undefined
        ? messages('signing.time.absent')
        : messages('signing.time.claimed', { instant: formatLongInstant(signedAt) }),
    level: messages(`signing.level.${signature.level}`),
    covers: messages(`signing.followed-by.${signature.followedBy}`),
    content: messages(`signing.digest.${signature.digestOk ? 'same' : 'different'}`),
    anchor:
      anchorName === undefined
        ? messages('signing.anchor.none')
        : messages('signing.anchor.found', { name: anchorName }),
    ...(claimedName === undefined ? {} : { claimedName }),
    ...(reason === undefined ? {} : { reason }),
    ...(certificateSha256 === undefined ? {} : { certificate: certificateSha256 }),
  };
}

/** The commands that check each signature of this very file, saved as document.pdf, without us. */
function commandsOf(report: VerificationReport): string[] {
  return report.signatures.flatMap(({ byteRange }, index) => {
    if (byteRange === undefined) return [];
    const [, length, next, nextLength] = byteRange;
    return [
      `( head -c ${length} document.pdf ; tail -c +${next + 1} document.pdf | head -c ${nextLength} ) > contenu-${index}.bin`,
      `openssl cms -verify -cades -binary -purpose any -inform DER -in document.pdf.sig${index}` +
        ` -content contenu-${index}.bin -CAfile racine.pem -out /dev/null`,
    ];
  });
}
