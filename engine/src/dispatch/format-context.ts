import type { Version } from '@smtpd-conf/grammar';
import type { MailAddress } from '../envelope.js';
import type { UserInfo } from '../user-info.js';

/** What format specifiers can tell of a delivery (struct deliver). All texts are byte texts. */
export interface FormatContext {
  readonly version: Version;
  readonly sender: MailAddress;
  readonly rcpt: MailAddress;
  readonly dest: MailAddress;
  /** Whose mail it is; not the `user` of the action. */
  readonly user: UserInfo;
  /** smtp.subAddressDelimiter; only its first character counts. */
  readonly delimiter: string;
  /** The command that a wrapper wraps; absent elsewhere. */
  readonly command?: string;
}
