/** What smtp_session.c answers, digit for digit, with the codes and descriptions of esc.c. */

const INVALID_COMMAND = '5.5.1 Invalid command';
const INVALID_ARGUMENTS = '5.5.4 Invalid command arguments';
const TOO_MANY_RECIPIENTS = '4.5.3 Too many recipients';

export const REPLIES = {
  alreadyAuthenticated: `503 ${INVALID_COMMAND}: Already authenticated`,
  alreadyIdentified: `503 ${INVALID_COMMAND}: Already identified`,
  alreadySecured: `503 ${INVALID_COMMAND}: Channel already secured`,
  authRequired: `530 ${INVALID_COMMAND}: Must issue an AUTH command first`,
  authSyntax: '501 5.5.2 Syntax error: Syntax error',
  authenticated: '235 2.0.0 Authentication succeeded',
  authenticationFailed: '535 Authentication failed',
  bye: '221 2.0.0 Bye',
  commandTooLong: '500 5.0.0 Command line too long',
  enterMail: '354 Enter mail, end with "." on a line by itself',
  invalidDomain: `501 ${INVALID_ARGUMENTS}: Invalid domain name`,
  internalError: '421 Internal server error',
  lineTooLong: '500 5.0.0 Line too long',
  loop: '500 5.4.6 Routing loop detected: Loop detected',
  malformed: '550 5.7.1 Delivery not authorized, message refused: Message is not RFC 2822 compliant',
  noArguments: `500 ${INVALID_ARGUMENTS}: command does not accept arguments.`,
  noParametersAllowed: `501 ${INVALID_ARGUMENTS}: No parameters allowed`,
  noParametersGiven: `501 ${INVALID_ARGUMENTS}: No parameters given`,
  noRecipient: `503 ${INVALID_ARGUMENTS}: No recipient specified`,
  notAllowed: `503 ${INVALID_COMMAND}: Command not allowed at this point.`,
  notSupported: `503 ${INVALID_COMMAND}: Command not supported`,
  notifyNever: '553 NOTIFY option NEVER cannot be combined with other options',
  ok: '250 2.0.0 Ok',
  orcptSyntax: '553 ORCPT address syntax error',
  passwordChallenge: '334 UGFzc3dvcmQ6',
  pipelining: `500 ${INVALID_COMMAND}: Pipelining not supported`,
  plainChallenge: '334 ',
  readyForTls: '220 2.0.0 Ready to start TLS',
  recipientOk: '250 2.1.5 Destination address valid: Recipient ok',
  recipientSyntax: '501 5.1.3 Recipient address syntax error',
  reset: '250 2.0.0 Reset state',
  senderRejected: '530 Sender rejected',
  senderSyntax: '553 5.1.0 Sender address syntax error',
  startTlsRequired: `530 ${INVALID_COMMAND}: Must issue a STARTTLS command first`,
  temporaryError: '421 4.3.0 Temporary Error',
  temporaryFailure: '421 4.3.0 Temporary failure',
  tooBig: '554 5.3.4 Message too big for system: Transaction failed, message too big',
  tooManyMessages: `452 ${TOO_MANY_RECIPIENTS}: Too many messages sent`,
  tooManyRecipients: `451 ${TOO_MANY_RECIPIENTS}: Too many recipients`,
  unrecognized: `500 ${INVALID_COMMAND}: Command unrecognized`,
  usernameChallenge: '334 VXNlcm5hbWU6',
  wiz: `500 ${INVALID_COMMAND}: this feature is not supported yet ;-)`,
} as const;

export const HELP = [
  '214-2.0.0 This is OpenSMTPD',
  '214-2.0.0 To report bugs in the implementation, please contact bugs@openbsd.org',
  '214-2.0.0 with full details',
  '214 2.0.0 End of HELP info',
] as const;

export const accepted = (id: string) => `250 2.0.0 ${id} Message accepted for delivery`;
export const authMethod = (method: string) =>
  `504 5.7.4 Security features not supported: AUTH method "${method}" not supported`;
export const banner = (name: string) => `220 ${name} ESMTP OpenSMTPD`;
export const needsDomain = (verb: 'HELO' | 'EHLO') => `501 ${INVALID_COMMAND}: ${verb} requires domain name`;
export const unsupportedMailOption = (option: string) => `503 ${INVALID_ARGUMENTS}: Unsupported option ${option}`;
export const unsupportedRcptOption = (option: string) => `503 Unsupported option ${option}`;
export const optionTooLarge = (option: string) => `503 ${INVALID_ARGUMENTS}: option too large, truncated: ${option}`;
