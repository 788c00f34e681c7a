import { z } from 'zod';

const url = z
  .string()
  .refine((value) => URL.canParse(value) && ['smtp:', 'smtps:'].includes(new URL(value).protocol));
const imapUrl = z
  .string()
  .refine((value) => URL.canParse(value) && ['imap:', 'imaps:'].includes(new URL(value).protocol))
  .refine((value) => new URL(value).username !== '' && new URL(value).password !== '');
const mailAddress = z.string().regex(/^(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/);
const selectorAndFile = z
  .string()
  .regex(/^[A-Za-z0-9.-]+:.+$/)
  .transform((value) => ({
    selector: value.slice(0, value.indexOf(':')),
    file: value.slice(value.indexOf(':') + 1),
  }));

/** The variables of the mails: their server, their sender, where notices come back, who signs. Read by config.ts. */
export const mailSchema = {
  SMTP_URL: url.optional(),
  SMTP_TLS: z.enum(['required', 'when-offered', 'none']).optional(),
  SMTP_TRUST_FILE: z.string().min(1).optional(),
  MAIL_FROM: mailAddress.default('MILDECA <circulaires@estafette.example>'),
  MAIL_REPLY_TO: mailAddress.optional(),
  MAIL_NOTICE_TO: z.email().optional(),
  JOURNAL_WITNESS: z.email().optional(),
  MAIL_RETURN_PATH: z
    .string()
    .regex(/^[^\s@<>]+@[^\s@<>*]+$/)
    .refine((value) => value.split('*').length <= 2)
    .optional(),
  IMAP_URL: imapUrl.optional(),
  IMAP_TRUST_FILE: z.string().min(1).optional(),
  DKIM_DOMAIN: z.string().min(1).optional(),
  DKIM_KEYS: z
    .string()
    .transform((value) => value.split(',').map((one) => one.trim()))
    .pipe(z.array(selectorAndFile).min(1).max(4))
    .optional(),
  MAIL_ATTACHMENT_LIMIT: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().int().min(1).max(100))
    .default(10),
};

/** What each of them expects, in French. */
export const mailExpected: Record<keyof typeof mailSchema, string> = {
  SMTP_URL: 'une adresse smtp://hôte:port ou smtps://hôte:port, identifiants compris s’il en faut',
  SMTP_TLS: '« required », « when-offered » ou « none »',
  SMTP_TRUST_FILE: 'le chemin d’un fichier PEM : l’autorité privée qui certifie le serveur de courriel',
  MAIL_FROM: 'une adresse électronique, seule ou sous la forme « Nom <adresse> »',
  MAIL_REPLY_TO: 'une adresse que quelqu’un lit, seule ou sous la forme « Nom <adresse> »',
  JOURNAL_WITNESS: 'une adresse électronique hors du service, qui garde la tête du journal',
  MAIL_NOTICE_TO: 'une adresse électronique que le service lit, et d’où rien ne revient à Estafette',
  MAIL_RETURN_PATH:
    'une adresse où * tient la place de l’envoi, par exemple retours+*@service.gouv.fr, ou sans * si la boîte ne le permet pas',
  IMAP_URL:
    'une adresse imaps://nom:motdepasse@hôte/dossier (caractères spéciaux codés) : la boîte où les messages reviennent',
  IMAP_TRUST_FILE: 'le chemin d’un fichier PEM : l’autorité privée qui certifie le serveur de la boîte',
  DKIM_DOMAIN: 'le domaine qui signe les courriels : celui de MAIL_FROM, ou un domaine au-dessus',
  DKIM_KEYS: 'une ou plusieurs clés : sélecteur:fichier.pem, séparées par des virgules',
  MAIL_ATTACHMENT_LIMIT: 'un nombre entier de mégaoctets, de 1 à 100',
};

interface MailValues {
  NATURE: string;
  SMTP_URL?: string | undefined;
  SMTP_TLS?: 'required' | 'when-offered' | 'none' | undefined;
  SMTP_TRUST_FILE?: string | undefined;
  MAIL_FROM: string;
  MAIL_REPLY_TO?: string | undefined;
  MAIL_NOTICE_TO?: string | undefined;
  JOURNAL_WITNESS?: string | undefined;
  MAIL_RETURN_PATH?: string | undefined;
  IMAP_URL?: string | undefined;
  IMAP_TRUST_FILE?: string | undefined;
  DKIM_DOMAIN?: string | undefined;
  DKIM_KEYS?: { selector: string; file: string }[] | undefined;
  MAIL_ATTACHMENT_LIMIT: number;
}

/** Where mails leave, in whose name, and where what comes back goes. */
export function mailOf(values: MailValues) {
  const domain = domainOf(values.MAIL_FROM);
  return {
    smtpUrl: values.SMTP_URL,
    // Even the machine's own server has to encrypt in production, unless somebody decided otherwise.
    smtpTls: values.SMTP_TLS ?? (values.NATURE === 'production' ? ('required' as const) : undefined),
    smtpTrustFile: values.SMTP_TRUST_FILE,
    mailFrom: values.MAIL_FROM,
    mailReplyTo: values.MAIL_REPLY_TO,
    /** Undefined: nobody is told by mail that an office asks. */
    mailNoticeTo: values.MAIL_NOTICE_TO,
    /** Undefined: the journal's heads leave the machine in the sealed statements alone. */
    journalWitness: values.JOURNAL_WITNESS,
    /** Undefined: notices come back to the sender's own address. */
    mailReturnPath:
      values.MAIL_RETURN_PATH ?? (values.NATURE === 'production' ? undefined : `retours+*@${domain}`),
    /** Undefined: nothing is read, or, in a demonstration, what the embedded server caught. */
    imapUrl: values.IMAP_URL,
    imapTrustFile: values.IMAP_TRUST_FILE,
    dkim:
      values.DKIM_KEYS === undefined
        ? undefined
        : { domain: values.DKIM_DOMAIN ?? domain, keys: values.DKIM_KEYS },
    /** In bytes: a document above it is given by its link. */
    attachmentLimit: values.MAIL_ATTACHMENT_LIMIT * 1_000_000,
  };
}

/** French sentences: a server that nature or network forbids, a signature that no receiver would align. */
export function mailContradictions(values: MailValues): string[] {
  const { SMTP_URL, SMTP_TLS, IMAP_URL, DKIM_DOMAIN, DKIM_KEYS } = values;
  const faults: string[] = [];
  if (values.NATURE === 'demonstration' && IMAP_URL !== undefined && !isLoopback(IMAP_URL)) {
    faults.push(
      'IMAP_URL : une démonstration ne lit qu’une boîte de la machine elle-même. ' +
        'Attendu : une adresse en 127.0.0.1, ou NATURE=production dans un dossier de données neuf.',
    );
  }
  if (values.NATURE === 'demonstration' && SMTP_URL !== undefined && !isLoopback(SMTP_URL)) {
    faults.push(
      'SMTP_URL : une démonstration n’écrit qu’à un serveur de courriel de la machine elle-même. ' +
        'Attendu : une adresse en 127.0.0.1, ou NATURE=production dans un dossier de données neuf.',
    );
  }
  if (values.NATURE === 'production' && SMTP_URL === undefined) {
    faults.push(
      'SMTP_URL : cette variable est à définir en production. Attendu : l’adresse du serveur de courriel.',
    );
  }
  if (SMTP_TLS !== undefined && SMTP_TLS !== 'required' && SMTP_URL !== undefined && !isLoopback(SMTP_URL)) {
    faults.push(
      'SMTP_TLS : les courriels ne quittent cette machine que chiffrés, car ils portent des liens secrets. ' +
        'Retirez cette variable, ou écrivez à un serveur de la machine elle-même (127.0.0.1).',
    );
  }
  if (DKIM_DOMAIN !== undefined && DKIM_KEYS === undefined) {
    faults.push(`DKIM_KEYS : DKIM_DOMAIN ne sert à rien sans clé. Attendu : ${mailExpected.DKIM_KEYS}.`);
  }
  const own = [values.MAIL_FROM, values.MAIL_REPLY_TO ?? ''].map(addressOf);
  if (values.MAIL_NOTICE_TO !== undefined && own.includes(addressOf(values.MAIL_NOTICE_TO))) {
    faults.push(
      'MAIL_NOTICE_TO : cette adresse est celle des courriels envoyés : les avis s’y mêleraient aux retours. ' +
        `Attendu : ${mailExpected.MAIL_NOTICE_TO}.`,
    );
  }
  const from = domainOf(values.MAIL_FROM);
  const signs = DKIM_DOMAIN?.toLowerCase();
  if (signs !== undefined && from !== signs && !from.endsWith(`.${signs}`)) {
    faults.push(
      `DKIM_DOMAIN : « ${signs} » ne peut pas signer pour ${from}. Attendu : ${mailExpected.DKIM_DOMAIN}.`,
    );
  }
  return faults;
}

/** « Nom <adresse> », or the address alone, in lower case. */
function addressOf(mailbox: string): string {
  return mailbox
    .slice(mailbox.lastIndexOf('<') + 1)
    .replace(/>$/, '')
    .toLowerCase();
}

function domainOf(mailbox: string): string {
  return addressOf(mailbox).slice(addressOf(mailbox).lastIndexOf('@') + 1);
}

/** True for a server of this very machine: 127.0.0.0/8, ::1, localhost. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
