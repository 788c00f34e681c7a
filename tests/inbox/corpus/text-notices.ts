import { mail, original, type CorpusMessage, type Situation } from './corpus-message.ts';
import { bare, english, french } from './situations.ts';

interface Writer {
  server: string;
  language?: 'fr';
  from: string;
  subject: string;
  fields?: (address: string) => Record<string, string>;
  text: (address: string, reply: string) => string;
}

/** Servers that write a notice in a form of their own, without a part for machines. */
const writers: Writer[] = [
  {
    server: 'qmail',
    from: 'MAILER-DAEMON@qmail.example',
    subject: 'failure notice',
    text: (address, reply) =>
      `Hi. This is the qmail-send program at qmail.example.\nYour message was not taken by the addresses below; I have given up.\n\n<${address}>:\n192.0.2.8 does not like recipient.\nRemote host said: ${reply}\nGiving up on 192.0.2.8.\n\n--- Below this line is a copy of the message.\n\n${original(address)}\nBonjour.\n`,
  },
  {
    server: 'Exim 3',
    from: 'Mail Delivery System <Mailer-Daemon@exim.example>',
    subject: 'Mail delivery failed: returning message to sender',
    fields: (address) => ({ 'X-Failed-Recipients': address }),
    text: (address, reply) =>
      `This message was created automatically by mail delivery software.\n\nIt could not go to one of its recipients. This is a permanent error.\n\n  ${address}\n    SMTP error from remote mail server after RCPT TO:<${address}>:\n    host mx.example [192.0.2.3]: ${reply}\n\n------ This is a copy of the message, including all the headers. ------\n\n${original(address)}\nBonjour.\n`,
  },
  {
    server: '1&1',
    from: 'Mail Delivery System <mailer-daemon@hebergeur.example>',
    subject: 'Mail delivery failed: returning message to sender',
    text: (address, reply) =>
      `This message was created automatically by mail delivery software.\n\nThe following address failed:\n\n${address}:\nSMTP error from remote server for RCPT TO command, host: mx.example (192.0.2.6) reason: ${reply}\n\n--- The header of the original message is following. ---\n\n${original(address)}`,
  },
  {
    server: 'Postfix without a report',
    from: 'MAILER-DAEMON@relais.example (Mail Delivery System)',
    subject: 'Undelivered Mail Returned to Sender',
    text: (address, reply) =>
      `This is the mail system at host relais.example.\n\nYour message could not be delivered to the recipient below. It is attached.\n\n<${address}>: host mx.example[192.0.2.5] said: ${reply} (in reply\n    to RCPT TO command)\n`,
  },
  {
    server: 'Sendmail 8',
    from: 'Mail Delivery Subsystem <MAILER-DAEMON@unix.example>',
    subject: 'Returned mail: User unknown',
    text: (address, reply) =>
      `The original message was received at Mon, 7 Dec 2026 09:00:00 +0100\nfrom out.ministere.example [192.0.2.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<${address}>\n    (reason: ${reply})\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.:\n>>> RCPT To:<${address}>\n<<< ${reply}\n\n   ----- Message header follows -----\n\n${original(address)}`,
  },
  {
    server: 'Courier 0.4',
    from: '"Courier mail server at courier.example" <@>',
    subject: 'NOTICE: mail delivery status.',
    text: (address, reply) =>
      `This is a delivery status notification from courier.example,\nrunning the Courier mail server.\n\n---\n\n                           UNDELIVERABLE MAIL\n\n<${address}>:\n     mx.example [192.0.2.4]:\n>>> RCPT TO:<${address}>\n<<< ${reply}\n\n---\n`,
  },
  {
    server: 'OpenSMTPD',
    from: 'Mailer Daemon <MAILER-DAEMON@puffy.example>',
    subject: 'Delivery status notification: error',
    text: (address, reply) =>
      `    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n${address}: ${reply}\n\n    Below is a copy of the original message:\n\n${original(address)}`,
  },
  {
    server: 'hMailServer',
    from: 'mailer-daemon@hmail.example',
    subject: 'Message undeliverable: Instruction',
    text: (address, reply) =>
      `Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 7 Dec 2026\n   Subject: Instruction\n\nThe following recipient(s) could not be reached:\n\n${address}\n   Error Type: SMTP\n   Remote server (192.0.2.4) issued an error.\n   hMailServer sent: RCPT TO:<${address}>\n   Remote server replied: ${reply}\n\nhMailServer\n`,
  },
  {
    server: 'Exchange 2003',
    from: 'System Administrator <postmaster@exchange.example>',
    subject: 'Undeliverable: Instruction',
    text: (address, reply) =>
      `Your message did not reach some or all of the intended recipients.\n\n      Subject:\tInstruction\n      Sent:\t07/12/2026 09:00\n\nThe following recipient(s) could not be reached:\n\n      ${address} on 07/12/2026 09:00\n            The e-mail account does not take this message.\n            <exchange.example #${reply}>\n`,
  },
  {
    server: 'Exchange 2003',
    language: 'fr',
    from: 'Administrateur système <postmaster@exchange.example>',
    subject: 'Non remis : Instruction',
    text: (address, reply) =>
      `Votre message n'a pas pu être remis à certains de ses destinataires.\n\n      Objet :\tInstruction\n      Date :\t07/12/2026 09:00\n\nImpossible de joindre le ou les destinataires :\n\n      ${address} le 07/12/2026 09:00\n            <exchange.example #${reply}>\n`,
  },
  {
    server: 'Exchange 2010',
    language: 'fr',
    from: 'Microsoft Outlook <postmaster@exchange.example>',
    subject: 'Échec de remise : Instruction',
    text: (address, reply) =>
      `Échec de la remise pour ces destinataires ou groupes :\n\nAgent de préfecture (${address})<mailto:${address}>\nLe message n'a pas été accepté.\n\nInformations de diagnostic pour les administrateurs :\n\nServeur de génération : exchange.example\n\n${address}\nRemote Server returned '${reply}'\n\nEn-têtes de message d'origine :\n\n${original(address)}`,
  },
  {
    server: 'Microsoft 365 without a report',
    from: 'postmaster@m365.example',
    subject: 'Undeliverable: Instruction',
    text: (address, reply) =>
      `Your message to ${address} couldn't be delivered.\n\nRemote server returned:\n${reply}\n\nOriginal message headers:\n\n${original(address)}`,
  },
  {
    server: 'IIS',
    from: 'postmaster@iis.example',
    subject: 'Delivery Status Notification (Failure)',
    text: (address, reply) =>
      `This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       ${address}\n\nReason: ${reply}\n`,
  },
  {
    server: 'Gmail of 2010',
    from: 'Mail Delivery Subsystem <mailer-daemon@courrier.example>',
    subject: 'Delivery Status Notification (Failure)',
    fields: (address) => ({ 'X-Failed-Recipients': address }),
    text: (address, reply) =>
      `Delivery to the following recipient failed permanently:\n\n     ${address}\n\nTechnical details of permanent failure:\nThe server of the recipient's domain answered: ${reply}\n\n----- Original message -----\n\n${original(address)}`,
  },
  {
    server: 'Gmail',
    language: 'fr',
    from: 'Mail Delivery Subsystem <mailer-daemon@courrier.example>',
    subject: 'Adresse introuvable',
    text: (address, reply) =>
      `Votre message n'a pas été distribué à ${address} car le domaine ou l'adresse ne le reçoit pas.\n\nRéponse du serveur distant :\n\n${reply}\n`,
  },
  {
    server: 'Domino 6',
    language: 'fr',
    from: 'postmaster@notes.example',
    subject: 'Rapport de non-distribution : échec de remise',
    text: (address, reply) =>
      `Votre message\n\n  Objet : Instruction\n\nn'a pas été remis à :\n\n  ${address}\n\ncar :\n\n  ${reply}\n`,
  },
  {
    server: 'Yahoo',
    from: 'MAILER-DAEMON@yahoo-mail.example',
    subject: 'Failure Notice',
    text: (address, reply) =>
      `Sorry, we were unable to deliver your message to the following address.\n\n<${address}>:\n${reply}\n\n--- Below this line is a copy of the message.\n\n${original(address)}`,
  },
  {
    server: 'MDaemon',
    from: 'Postmaster <MDaemon@mdaemon.example>',
    subject: 'Permanent Delivery Failure',
    text: (address, reply) =>
      `The attached message had PERMANENT fatal delivery errors!\n\nFailed address: ${address}\n\n--- Session Transcript ---\n Mon 2026-12-07 09:00:00: --> RCPT To:<${address}>\n Mon 2026-12-07 09:00:00: <-- ${reply}\n--- End Transcript ---\n`,
  },
  {
    server: 'CommuniGate Pro without a report',
    from: 'MAILER-DAEMON@cgp.example',
    subject: 'Undeliverable mail: Instruction',
    text: (address, reply) =>
      `Message delivery to '${address}' failed\nSMTP module(domain prefecture.example) reports:\n  host mx.example says:\n  ${reply}\n`,
  },
  {
    server: 'Kerio MailServer',
    from: 'postmaster@kerio.example',
    subject: 'Delivery Status Notification: failed',
    text: (address, reply) =>
      `Your message was not delivered to these recipients:\n\n${address}:\n${reply}\n`,
  },
  {
    server: 'Apache James',
    from: 'Postmaster@james.example',
    subject: 'Re: Instruction',
    text: (address, reply) =>
      `Hi. This is the James mail server at james.example.\nYour message did not reach the address below; I have given up.\n\n${address}\n\nThe error was: ${reply}\n`,
  },
  {
    server: 'MessageLabs',
    from: 'MAILER-DAEMON@messagelabs-tower.example',
    subject: 'failure notice',
    text: (address, reply) =>
      `This is the mail delivery agent at tower.example.\nYour message went no further.\n\n<${address}>:\n192.0.2.4 does not like recipient.\nRemote host said: ${reply}\n\n--- Below this line is a copy of the message.\n\n${original(address)}`,
  },
  {
    server: 'IceWarp',
    from: 'MAILER-DAEMON@icewarp.example',
    subject: 'Delivery failed',
    text: (address, reply) => `IceWarp: the message could not be delivered to:\n\n<${address}>; ${reply}\n`,
  },
  {
    server: 'Haraka',
    from: 'MAILER-DAEMON@haraka.example',
    subject: 'failure notice',
    text: (address, reply) =>
      `Hi. This is Haraka.\nUnable to deliver mail to the following:\n\n${address}: ${reply}\n`,
  },
  {
    server: 'Orange without a report',
    language: 'fr',
    from: 'Service de messagerie <postmaster@orange-mail.example>',
    subject: "Échec de l'envoi de votre message",
    text: (address, reply) =>
      `Votre message n'a pas pu être remis au destinataire suivant :\n\n<${address}>\n${reply} (OFR_416)\n`,
  },
  {
    server: 'La Poste without a report',
    language: 'fr',
    from: 'MAILER-DAEMON@laposte-mail.example',
    subject: 'Message non délivré',
    text: (address, reply) =>
      `Le message n'a pas été délivré.\n\nDestinataire : ${address}\nMotif : ${reply} LPN105_4\n`,
  },
];

export const textNotices: CorpusMessage[] = writers.flatMap((writer, index) => {
  const { server, language = 'en', from, subject, fields, text } = writer;
  const usual = language === 'fr' ? french : english;
  const situations = [usual[index % 3]!, usual[(index + 1) % 3]!, bare[index % 3]!];
  const address = `secretariat${index}@prefecture.example`;
  return situations.map((said): CorpusMessage => {
    const source = mail({ From: from, Subject: subject, ...fields?.(address) }, text(address, said.reply));
    return {
      server,
      language,
      name: said.name,
      source,
      kind: 'failure',
      recipients: [expected(address, said)],
    };
  });
});

function expected(
  address: string,
  { action, status, permanent }: Situation,
): [string, string, string | null, boolean] {
  return [address, action, status, permanent];
}
