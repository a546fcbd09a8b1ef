/** Names the spool for those who cannot add an option, as programs that call sendmail. */
export const SPOOL_VARIABLE = 'SMTPD_LINT_SPOOL';
