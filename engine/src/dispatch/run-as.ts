import type { LocalAction } from '@smtpd-conf/compiler';
import { behaves } from '../behaviour.js';
import type { LocalDelivery } from '../expand/delivery.js';
import { INSTALLATIONS } from '../installation.js';
import { SYSTEM_USERS } from '../tables/lookup-errno.js';
import type { Task } from '../task.js';
import type { UserInfo } from '../user-info.js';
import { lookUpUser } from '../users/look-up-user.js';
import { type DispatchServices, lookUp } from './dispatch-services.js';
import { agentFailure } from './failures.js';
import type { DispatchFailure } from './plan.js';

/** smtpd.c:forkmda: as whom the agent runs; root gets mail through mbox only. */
export function* runAsUser(
  services: DispatchServices,
  action: LocalAction,
  { target }: LocalDelivery,
  user: UserInfo,
): Task<UserInfo | DispatchFailure> {
  const { version, platform } = services.config.target;
  const other =
    action.method.type === 'lmtp' && behaves(version, 'lmtp-as-daemon')
      ? INSTALLATIONS[platform].daemonUser
      : action.user;
  const chosen = other === undefined ? user : yield* systemUser(services, other);
  if ('type' in chosen) return chosen;
  const strict = behaves(version, 'mbox-only-for-root');
  const runAs = chosen.uid === 0 && target && !strict ? user : chosen;
  if (runAs.uid !== 0 || (action.method.type === 'mbox' && !(strict && target))) return runAs;
  return agentFailure(`${strict ? 'MDA ' : ''}not allowed to deliver to: ${user.username}`, 'permission denied');
}

/** getpwnam(3) of the parent process, whatever the user base of the action is. */
function* systemUser(services: DispatchServices, name: string): Task<UserInfo | DispatchFailure> {
  const lookup = lookUp.bind(undefined, services);
  const answer = yield* lookUpUser(lookup, SYSTEM_USERS, name, services.config.target);
  if (answer.outcome === 'found') return answer.user;
  return agentFailure(`delivery user '${name}' does not exist`, 'user unknown');
}
