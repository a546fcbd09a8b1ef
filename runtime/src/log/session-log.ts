import type { SessionEvent, TraceEvent } from '@smtpd-conf/engine';

/** The line that the daemon writes to the mail log for an event of a session; undefined for what it does not log. */
export function sessionLogLine(session: string, event: TraceEvent): string | undefined {
  const text = sessionText(event);
  return text === undefined ? undefined : `${session} smtp ${text}`;
}

function sessionText(event: TraceEvent): string | undefined {
  switch (event.type) {
    case 'session-connected':
      return `connected address=${event.source} host=${event.rdns}`;
    case 'tls-started':
      return `tls ciphers=${event.version}:${event.cipher}:${event.bits}`;
    case 'authenticated':
      return `authentication user=${event.username} result=${event.result}`;
    case 'command-failed':
      return `failed-command command="${event.command}" result="${event.result}"`;
    case 'input-refused':
      return `bad-input result="${event.result}"`;
    case 'message-accepted':
      return `message msgid=${event.message} size=${event.size} nrcpt=${event.recipients} proto=${event.protocol}`;
    case 'session-ended':
      return `disconnected reason=${endText(event.reason)}`;
    default:
      return undefined;
  }
}

function endText(reason: Extract<SessionEvent, { type: 'session-ended' }>['reason']): string {
  return reason.type === 'io-error' ? `"io-error: ${reason.reason}"` : reason.type;
}
