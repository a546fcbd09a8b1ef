import type { LocalAction } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { LocalDelivery } from '../expand/delivery.js';
import { INSTALLATIONS } from '../installation.js';
import type { Task } from '../task.js';
import type { UserInfo } from '../user-info.js';
import { lookUpUser } from '../users/look-up-user.js';
import { agentOf } from './agent.js';
import { deliveryHeaders } from './delivery-headers.js';
import { type DispatchServices, lookUp } from './dispatch-services.js';
import { commandFailure, crash, failure } from './failures.js';
import type { FormatContext } from './format-context.js';
import { type Expanded, expandFormat } from './format-specifiers.js';
import { directCommand, methodCommand, wrapperCommand } from './local-command.js';
import { commandEnvironment, mailboxEnvironment } from './local-environment.js';
import { mboxSender } from './mbox-sender.js';
import type { DispatchFailure, LocalPlan } from './plan.js';
import { runAsUser } from './run-as.js';

/** mda.c: the user is looked up again, then the parent process runs what the action, an alias or a .forward says. */
export function* dispatchLocal(
  services: DispatchServices,
  action: LocalAction,
  envelope: Envelope,
  given: LocalDelivery,
): Task<LocalPlan | DispatchFailure> {
  const delivery = withoutEmptyTarget(given);
  const lookup = lookUp.bind(undefined, services);
  const found = yield* lookUpUser(lookup, action.userbase, delivery.user, services.config.target);
  if (found.outcome !== 'found') return noUser(found.outcome);
  const runAs = yield* runAsUser(services, action, delivery, found.user);
  if ('type' in runAs) return runAs;
  const headers = deliveryHeaders(envelope);
  const parts = { type: 'local', user: found.user, runAs, headers } as const;
  const plain = action.method.type === 'mbox' && action.wrapper === undefined && !delivery.target;
  if (plain) return { ...parts, ...mailbox(services, envelope, found.user), unexpanded: false };
  const context = formatContext(services, envelope, found.user);
  const command = commandLine(services, action, delivery, context);
  if ('type' in command) return command;
  const environment = commandEnvironment(envelope, delivery.subAddress, found.user, runAs, services.config.target);
  const { mailboxDir } = INSTALLATIONS[services.config.target.platform];
  const agent = agentOf(action.method, delivery, environment, context, mailboxDir);
  const { wrapper } = action;
  return { ...parts, agent, ...(wrapper === undefined ? {} : { wrapper }), ...command, environment };
}

/** smtpd.c:forkmda: an mda_exec that is empty is none, so what `|` alone names is delivered by the action's own method. */
function withoutEmptyTarget(delivery: LocalDelivery): LocalDelivery {
  const { target, ...rest } = delivery;
  return target?.type === 'filter' && target.command === '' ? rest : delivery;
}

function noUser(outcome: 'failed' | 'not-found'): DispatchFailure {
  return outcome === 'failed'
    ? failure('temporary', 'Temporary failure in user lookup')
    : failure('permanent', 'Permanent failure in user lookup');
}

function formatContext({ config }: DispatchServices, envelope: Envelope, user: UserInfo): FormatContext {
  const { sender, rcpt, dest } = envelope;
  const delimiter = config.settings.smtp.subAddressDelimiter;
  return { version: config.target.version, sender, rcpt, dest, user, delimiter };
}

/** mda_mbox.c: mail.local, run without a shell. */
function mailbox({ config }: DispatchServices, envelope: Envelope, { username }: UserInfo) {
  const { agentDir, mailboxDir } = INSTALLATIONS[config.target.platform];
  const sender = mboxSender(envelope);
  return {
    agent: { type: 'mbox', path: `${mailboxDir}/${username}`, sender },
    command: `${agentDir}/mail.local -f ${sender} ${username}`,
    environment: mailboxEnvironment(config.target),
  } as const;
}

/** LINE_MAX less the final NUL. */
const LONGEST_COMMAND = 2047;

/** mda_unpriv.c. Where there is no command at all, as for mbox with a wrapper since 7.5, the daemon reads from nowhere. */
function commandLine(
  { config }: DispatchServices,
  action: LocalAction,
  { target }: LocalDelivery,
  context: FormatContext,
): { command: string; unexpanded: boolean } | DispatchFailure {
  const written = target ? directCommand(target, config.target) : methodCommand(action.method, config.target);
  if (written === undefined) return crash();
  const command = expandCommand(written, context);
  if ('type' in command) return command;
  const wrapper = wrapperCommand(action, config.wrappers);
  if (wrapper === undefined) return { command: command.text, unexpanded: command.outcome === 'as-written' };
  const wrapped = expandCommand(wrapper, { ...context, command: command.text });
  if ('type' in wrapped) return wrapped;
  return { command: wrapped.text, unexpanded: command.outcome === 'as-written' || wrapped.outcome === 'as-written' };
}

function expandCommand(
  written: string,
  context: FormatContext,
): Exclude<Expanded, { outcome: 'failed' }> | DispatchFailure {
  if (written.length > LONGEST_COMMAND) return commandFailure('mda command line too long');
  const expanded = expandFormat(written, context);
  if (expanded.outcome !== 'failed') return expanded;
  return expanded.fault === 'crash' ? crash() : commandFailure('mda command line could not be expanded');
}
