import type { TableService } from '@smtpd-conf/compiler';
import type { Target } from '@smtpd-conf/grammar';
import type { LookupAnswer } from '../effect.js';
import { lowerCase } from '../tables/ascii.js';
import { parseUserInfo } from '../tables/values/user-info.js';
import type { Task } from '../task.js';
import type { UserInfo } from '../user-info.js';

export type UserAnswer =
  | { readonly outcome: 'found'; readonly user: UserInfo }
  | { readonly outcome: 'not-found' | 'failed' };

/** A user in a user base; what the table says must read as `uid:gid:directory`, or the lookup has failed (table.c). */
export function* lookUpUser(
  lookup: (table: string, service: TableService, key: string) => Task<LookupAnswer>,
  userbase: string,
  name: string,
  target: Target,
): Task<UserAnswer> {
  const answer = yield* lookup(userbase, 'userinfo', name);
  if (answer.outcome !== 'found') return answer;
  const user = parseUserInfo(lowerCase(name), answer.value ?? '', target);
  return user ? { outcome: 'found', user } : { outcome: 'failed' };
}
