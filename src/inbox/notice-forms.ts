/** How one kind of server writes a notice that no standard describes. */
export interface NoticeForm {
  /** The rule's name, in `why`. */
  why: string;
  /** A sentence by which it is known. */
  mark: RegExp;
}

/*
 * Each mark is the shortest run of words that the server's own documentation, or its source, shows at that
 * place. The most particular come first. Spaces are one when they are tried: the text is folded.
 */
export const noticeForms: readonly NoticeForm[] = [
  { why: 'qmail-text', mark: /this is the (?:qmail-send|deliver|vpopmail) program|qmail-send program at/i },
  { why: 'messagelabs-text', mark: /this is the mail delivery agent at/i },
  { why: 'james-text', mark: /this is the james mail server/i },
  {
    why: 'exim-text',
    mark: /message was created automatically by mail delivery software|ce message a été (?:créé|généré) automatiquement par le (?:logiciel|système) de (?:remise|messagerie|distribution)/i,
  },
  {
    why: 'postfix-text',
    mark: /this is the (?:mail system at host|postfix program at host)|ceci est le système de messagerie (?:de l['’]hôte|hôte)/i,
  },
  {
    why: 'sendmail-text',
    mark: /the following addresses had (?:permanent fatal|transient non-fatal|delivery) errors|transcript of session follows|the original message was received at/i,
  },
  { why: 'courier-text', mark: /running the courier mail server|courier mail server at/i },
  {
    why: 'opensmtpd-text',
    mark: /this is the mailer-daemon, please do not reply|attempting to deliver a message for the following list of recipients/i,
  },
  { why: 'hmailserver-text', mark: /hmailserver (?:sent|replied)|error type: smtp/i },
  {
    why: 'exchange-text',
    mark: /message did not reach some or all of the intended recipients|following recipient\(?s?\)? (?:could|can)(?:not| not) be reached|(?:n['’]a pas (?:pu être remis|atteint)|pas été remis) à (?:certains|un ou plusieurs|tout ou partie)|destinataires? suivants? n['’]ont pas pu être (?:joints|atteints)|impossible (?:de joindre|d['’]atteindre) (?:le|les) destinataires?/i,
  },
  {
    why: 'exchange-report-text',
    mark: /delivery has failed to these recipients|[ée]chec de la remise (?:à|pour) ces destinataires|delivery is delayed to these recipients|la remise (?:à|pour) ces destinataires (?:est retardée|a été retardée)|generating server:|serveur (?:de génération|générateur) ?:/i,
  },
  {
    why: 'microsoft365-text',
    mark: /your message to .{1,320} (?:couldn['’]t|could not|wasn['’]t able to) be delivered|votre message (?:à|pour) .{1,320} n['’]a pas pu être remis|office 365 (?:received|tried)|microsoft 365 (?:received|tried)/i,
  },
  {
    why: 'iis-text',
    mark: /this is an automatically generated delivery status notification|ceci est une notification (?:automatique )?d['’]état de (?:remise|distribution)/i,
  },
  {
    why: 'gmail-text',
    mark: /delivery to the following recipients? (?:failed permanently|has been delayed)|your message wasn['’]t delivered to|there was a (?:temporary )?problem delivering your message to|(?:votre )?message n['’]a pas (?:pu )?(?:été|être) (?:distribué|remis) à .{1,320} car|google tried to deliver your message|échec (?:définitif )?de la distribution aux? destinataires?/i,
  },
  { why: 'domino-text', mark: /was not delivered to:|n['’]a pas été (?:distribué|remis|délivré) à ?:/i },
  {
    why: 'yahoo-text',
    mark: /unable to deliver (?:your )?message to the following address|message from yahoo/i,
  },
  { why: 'ses-text', mark: /error occurred while trying to deliver the mail to the following recipients/i },
  {
    why: 'mdaemon-text',
    mark: /attached message had permanent fatal delivery errors|mdaemon|failed address: ?<?[^\s<>]{1,64}@/i,
  },
  { why: 'groupwise-text', mark: /message that you sent was undeliverable to the following/i },
  { why: 'communigate-text', mark: /message delivery to ['"]?.{1,320} failed|smtp module\(domain/i },
  {
    why: 'sun-text',
    mark: /report relates to a message you sent with the following header|your message cannot be delivered to the following recipients/i,
  },
  {
    why: 'kerio-text',
    mark: /your message was not delivered to these recipients|kerio (?:connect|mailserver)/i,
  },
  {
    why: 'barracuda-text',
    mark: /(?:blocked|rejected) by our (?:bulk email filter|spam firewall)|barracuda/i,
  },
  { why: 'mimecast-text', mark: /mimecast/i },
  { why: 'proofpoint-text', mark: /proofpoint|pphosted/i },
  { why: 'icewarp-text', mark: /icewarp|merak/i },
  { why: 'haraka-text', mark: /haraka|unable to deliver mail to the following/i },
  { why: 'zimbra-text', mark: /zimbra/i },
  { why: 'orange-text', mark: /\bofr_?\d{3}|(?:orange|wanadoo) .{0,80}(?:n['’]a pas pu|impossible)/i },
  { why: 'laposte-text', mark: /\blpn\d{3}|laposte/i },
  { why: 'free-text', mark: /proxad|serveurs? de free/i },
  { why: 'ovh-text', mark: /\bovh(?:cloud)?\b/i },
  { why: 'icloud-text', mark: /icloud|unknown or illegal alias/i },
];

/** Words of a failure, for a mail system whose form is not known. */
export const failureWords =
  /(?:could|can|has|was|were|is|been|be|did)(?: ?not|n['’]t)(?: be| been| able to be)? (?:deliver|sent|reach|accept)|unable to deliver|undeliver|delivery (?:to .{0,320})?(?:has )?failed|failed to deliver|permanent(?:ly)? (?:error|fail)|user unknown|unknown user|no such user|mailbox (?:unavailable|not found|is full|full)|rejected|not exist|n['’](?:a|ont) (?:pas pu|pu) être|n['’](?:a|ont) pas été (?:remis|distribu|délivr)|non (?:remis|distribu|délivr)|impossible de (?:remettre|distribuer|délivrer)|échec|inconnue?|introuvable|inexistante?|n['’]existe (?:pas|plus)|refusée?|pleine/i;

/** Words of a server that keeps trying. */
export const delayWords =
  /not (?:yet been (?:delivered|sent)|been delivered yet)|has been delayed|is delayed|(?:delivery|message|remise|distribution) .{0,80}(?:delayed|retardée?|différée?)|will (?:retry|be retried|keep trying|continue (?:to try|trying)|try again)|(?:delivery )?attempts? (?:to deliver .{0,80})?will (?:continue|be made)|do not need to (?:resend|send)|you don['’]t need to (?:resend|retry)|this is (?:only )?a warning|warning (?:message )?only|transient \(?non-fatal|n['’]a pas encore (?:pu )?(?:été|être)|(?:nouvelles?|autres?) tentatives?|(?:va|continue(?:ra)?) (?:à|de|d['’]) ?(?:r[ée])?essay|sera (?:réessay|retent)|inutile de (?:le )?renvoyer/i;

/**
 * Words of a server that has given up, which weigh more than a delay told in the same message. One that « will
 * give up » has not.
 */
export const endWords =
  /permanent (?:fatal )?error|failed permanently|(?<!will )give up|given up|giving up|gave up|no (?:further|more) attempts|will not (?:be )?retr|(?:has been|was) (?:removed|returned|deleted)|returned to sender|retry time ?out exceeded|(?:too long|expired)|échec définitif|définitivement|abandonn|aucune (?:autre|nouvelle) tentative/i;
