import { PLATFORMS, type Target } from '@smtpd-conf/grammar';
import type { UserInfo } from '../../user-info.js';
import { strtonum } from '../ascii.js';
import { LONGEST_LINE } from './mail-address.js';

const UINT_MAX = 0xffffffff;
/** SMTPD_VUSERNAME_SIZE without the NUL. */
const LONGEST_NAME = 255;

/**
 * table.c:table_parse_lookup for K_USERINFO: `uid:gid:directory`; the user is the key, in lower case. The directory is all
 * that follows, colons too. Undefined, and the lookup fails, where it is none (to.c:text_to_userinfo).
 */
export function parseUserInfo(key: string, value: string, { platform }: Target): UserInfo | undefined {
  const text = `${key}:${value}`;
  if (text.length > LONGEST_LINE) return undefined;
  const [username = '', uid, gid, ...rest] = text.split(':');
  if (uid === undefined || gid === undefined || rest.length === 0) return undefined;
  const directory = rest.join(':');
  const user = strtonum(uid, 0, UINT_MAX);
  const group = strtonum(gid, 0, UINT_MAX);
  if (user === undefined || group === undefined) return undefined;
  if (username.length > LONGEST_NAME || directory.length >= PLATFORMS[platform].pathMax) return undefined;
  return { username, uid: user, gid: group, directory };
}
