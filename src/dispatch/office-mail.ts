import { contactOf } from '../drafts/instructions.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { encodePart, type MailAddress, type MailComposer, type PreEncodedPart } from '../mail/mail.ts';
import type { BuildMail } from './mail-content.ts';
import { noAnnexes, type AnnexesPort, type OfficeAnnex } from './ports.ts';
import { rememberSignedActs } from './signed-acts.ts';

/** What an act asks an office to send back, and until when (`YYYY-MM-DD`). */
type AskedBy = (instructionId: string, officeId: string) => Promise<{ title: string; dueOn: string }[]>;

/** What the mail says of the act, beside what every campaign knows. */
interface SignedAct {
  slug: string;
  title: string;
  subject: string;
  sha256: string;
  mark: string;
  /** Here, outside or by hand: then the document is a sealed copy of the paper that was signed. */
  how: string;
  signedAt: string;
  /** The act's own day. */
  signedOn: string;
  signatoryName: string | null;
  /** In what quality it was signed by hand, as recorded. */
  quality: string | null;
  /** Of a rectificatif. */
  corrects?: { relation: string; title: string; signedOn: string; changes: string } | undefined;
  /** Fields of the template, as they were frozen. */
  fields: Readonly<Record<string, string>>;
  pdf(): Promise<Uint8Array>;
}

// A campaign under way, and the one that is being corrected by it.
const keptAttachments = 2;

/**
 * Writes the mail of an instruction to an office: text, HTML, the signed PDF. The PDF is read and
 * encoded once per signed version and shared by every mail: it is most of the work of a campaign.
 * `publicUrl`: the address by which offices reach us, without a final slash.
 */
export function createOfficeMail(deps: {
  composer: MailComposer;
  instructions: { signedVersion(instructionId: string): Promise<SignedAct | undefined> };
  /** What an office receives beside the act: its own notifications of credits. */
  annexes?: Pick<AnnexesPort, 'officeAnnexes'>;
  /** What the act asks an office to send back. */
  asked?: AskedBy;
  publicUrl: () => string;
  from: MailAddress;
  /** Whom an answer reaches, when it is not the sender. */
  replyTo?: MailAddress;
}): BuildMail {
  const signedAct = rememberSignedActs((instructionId) => deps.instructions.signedVersion(instructionId));
  const attachments = new Map<string, Promise<PreEncodedPart>>();
  const described = new Map<string, Promise<{ name: string; size: number; sha256: string }>>();

  function attachmentOf(act: SignedAct): Promise<PreEncodedPart> {
    const known = attachments.get(act.sha256);
    if (known !== undefined) return known;
    const encoded = act
      .pdf()
      .then((bytes) => encodePart({ name: `${act.slug}.pdf`, type: 'application/pdf', bytes }));
    // A failure is not kept: the next mail tries again.
    encoded.catch(() => attachments.delete(act.sha256));
    attachments.set(act.sha256, encoded);
    for (const sha256 of [...attachments.keys()].slice(0, -keptAttachments)) attachments.delete(sha256);
    return encoded;
  }

  // Of a document too big to travel, the mail gives the size and the hash; its bytes are not kept.
  function describe(act: SignedAct): Promise<{ name: string; size: number; sha256: string }> {
    const known = described.get(act.sha256);
    if (known !== undefined) return known;
    const told = act.pdf().then((bytes) => ({
      name: `${act.slug}.pdf`,
      size: bytes.byteLength,
      sha256: sha256Hex(bytes),
    }));
    told.catch(() => described.delete(act.sha256));
    described.set(act.sha256, told);
    return told;
  }

  return async (content) => {
    const act = await signedAct(content.instruction.instructionId, content.instruction.sha256);
    if (act === undefined) {
      throw new AppError('conflict', 'the signed version is not the one of the campaign');
    }
    const attached = content.pdfBy === 'attachment' ? await attachmentOf(act) : undefined;
    const pdf = attached ?? (await describe(act));
    if (pdf.sha256 !== act.sha256)
      throw new AppError('internal', 'the attachment is not the signed document');
    const { officeAnnexes } = deps.annexes ?? noAnnexes;
    const { letter, reminder } = content;
    const annexes = letter === undefined ? await officeAnnexes(act.sha256, content.officeId) : [];
    const areAttached = content.annexesBy === 'attachment';
    const parts = areAttached ? await Promise.all(annexes.map(encodeAnnex)) : [];
    const { fields } = act;
    const publicUrl = deps.publicUrl().replace(/\/$/, '');
    const { name: contactName, telephone } = contactOf(fields);
    const contact =
      contactName === ''
        ? {}
        : { contact: { name: contactName, ...(telephone === '' ? {} : { telephone }) } };
    const link = `${publicUrl}/accuse/${content.linkToken}`;
    const verifyLink = `${publicUrl}/verifier`;
    const isTrial = content.isTrial ?? false;
    const facts = {
      title: act.title,
      ...(act.subject === '' ? {} : { summary: act.subject }),
      officeName: content.officeName,
      ...(content.regionName === undefined ? {} : { regionName: content.regionName }),
      deadlineOn: content.deadlineOn,
      link,
      verifyLink,
      ...bearing(act),
      ...correcting(act),
      signatory: {
        name: act.signatoryName ?? '—',
        function: act.quality ?? fields['signatoryQuality'] ?? '—',
      },
      signedAt: act.signedAt,
      pdf: { name: pdf.name, size: pdf.size, sha256: pdf.sha256 },
      annexes: annexes.map(({ title, name, size, sha256 }) => ({
        ...{ title, name, size, sha256 },
        ...(areAttached ? {} : { link: `${link}/pieces/${name}` }),
      })),
      asked: (await deps.asked?.(content.instruction.instructionId, content.officeId)) ?? [],
      ...(attached === undefined ? { downloadLink: `${link}/document.pdf` } : {}),
      isCopy: content.role === 'cc',
      isTrial,
      replacesLink: content.replacesLink ?? false,
      ...contact,
    };
    const composed =
      letter !== undefined
        ? deps.composer.letter({
            ...{ subject: letter.subject, body: letter.body, title: act.title, verifyLink, isTrial },
            ...(letter.hasLink ? { link } : {}),
            ...{ pdf: facts.pdf, isAttached: attached !== undefined, ...contact },
          })
        : reminder === undefined
          ? deps.composer.instruction(facts)
          : deps.composer.reminder({ ...facts, reminder });
    return {
      ...composed,
      messageId: content.messageId,
      envid: content.envid,
      from: deps.from,
      ...(deps.replyTo === undefined ? {} : { replyTo: deps.replyTo }),
      // A trial goes to oneself: the office's name does not stand beside another's address.
      to: {
        ...(content.isTrial === true ? {} : { name: letter?.addressee ?? content.officeName }),
        address: content.address,
      },
      attachments: [...(attached === undefined ? [] : [attached]), ...parts],
      headers: {},
    };
  };
}

/** An office's own document, which no other mail shares. */
async function encodeAnnex({ name, sha256, bytes }: OfficeAnnex): Promise<PreEncodedPart> {
  const part = await encodePart({ name, type: 'application/pdf', bytes: await bytes() });
  if (part.sha256 === sha256) return part;
  throw new AppError('internal', 'the attachment is not the notification that was sealed');
}

/** What the document bears: a person's signature, a seal and whose, or a pen's signature under our seal. */
function bearing(act: SignedAct) {
  if (act.how === 'by-hand') return { mark: 'seal' as const, byHandOn: act.signedOn };
  if (act.mark === 'signature') return { mark: 'signature' as const };
  const isOurs = act.how !== 'outside' || act.signatoryName === null;
  return { mark: 'seal' as const, ...(isOurs ? {} : { sealName: act.signatoryName! }) };
}

/** Of a rectificatif: what it corrects, and what changes. */
function correcting({ corrects }: SignedAct) {
  if (corrects === undefined) return {};
  const { relation, title, signedOn, changes } = corrects;
  return { corrects: { replaces: relation === 'replaces', title, signedOn, changes } };
}
