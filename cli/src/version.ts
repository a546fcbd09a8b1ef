/** The release of smtpd-lint. */
export const VERSION = '0.1.0';
