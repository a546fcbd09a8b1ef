import { randomBytes } from 'node:crypto';
import { behaves, byteText } from '@smtpd-conf/engine';
import type { Version } from '@smtpd-conf/grammar';
import { type NotificationAction, notificationText } from '../../bounce/notification-text.js';
import { messageIdOf } from '../../queue/ids.js';
import type { Waiting } from '../../queue/queued-envelope.js';
import type { MessageBytes } from '../privilege/privileges.js';
import { submit } from './submit.js';

/** What the sender of an envelope is to be told of it. */
export interface Notification {
  readonly waiting: Waiting;
  readonly action: NotificationAction;
  readonly error: string;
  /** Seconds; of a delay. */
  readonly delay?: number;
  readonly message: MessageBytes;
}

export interface NotificationsOptions {
  readonly version: Version;
  /** Where mail is handed in. */
  readonly socketPath: string;
  readonly log: (line: string) => void;
}

/** Milliseconds without another envelope after which the sender of a message is told (bounce.c:bounce_add). */
const GATHERING = 1000;

interface Gathered {
  readonly notifications: Notification[];
  readonly told: Promise<void>;
  readonly tell: () => void;
  timer: NodeJS.Timeout;
}

/** Tells senders what became of their messages: of all envelopes of a message that went the same way in one mail (bounce.c). */
export class Notifications {
  private readonly gathered = new Map<string, Gathered>();

  constructor(private readonly options: NotificationsOptions) {}

  /** Resolves when the sender's mail is in the queue; rejects where that is not to be had now. */
  notify(notification: Notification): Promise<void> {
    const { waiting, action, delay } = notification;
    const { id, envelope, ttl, dsn } = waiting.envelope;
    const key = JSON.stringify([messageIdOf(id), envelope.smtpname, action, delay, ttl, dsn.ret]);
    let one = this.gathered.get(key);
    if (one === undefined) one = this.begin(key);
    else one.timer.refresh();
    one.notifications.push(notification);
    return one.told;
  }

  /** Tells now what waits to be told. */
  flush(): void {
    for (const { timer, tell } of [...this.gathered.values()]) {
      clearTimeout(timer);
      tell();
    }
  }

  private begin(key: string): Gathered {
    const notifications: Notification[] = [];
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve, reject) => {
      tell = () => {
        this.gathered.delete(key);
        this.tell(notifications).then(resolve, reject);
      };
    });
    const one = { notifications, told, tell, timer: setTimeout(() => tell(), GATHERING) };
    this.gathered.set(key, one);
    return one;
  }

  private async tell(notifications: readonly Notification[]): Promise<void> {
    const [first] = notifications;
    if (first === undefined) return;
    const { waiting, action, delay, message } = first;
    const { envelope, ttl } = waiting.envelope;
    const sender = `${envelope.sender.user}@${envelope.sender.domain}`;
    const text = notificationText({
      action,
      to: sender,
      recipients: notifications.map(({ waiting: { envelope: of }, error }) => ({
        address: `${of.envelope.rcpt.user}@${of.envelope.rcpt.domain}`,
        error,
      })),
      hostname: envelope.smtpname,
      ttl,
      ...(delay === undefined ? {} : { delay }),
      date: new Date().toUTCString().replace('GMT', '+0000'),
      boundary: randomBytes(8).readBigUInt64BE().toString(),
      original: this.bringsAll(first) ? await textOf(message) : await headerOf(message),
    });
    try {
      await submit(this.options.socketPath, { sender: '', recipients: [sender], message: text });
    } catch (failure) {
      // bounce.c drops what the server itself refuses; for anything else the envelope stays until it is told of.
      const { responseCode = 0 } = failure as { responseCode?: number };
      if (responseCode < 500) throw failure;
      this.options.log(`warn: the notification to <${sender}> is lost: ${(failure as Error).message}`);
    }
  }

  private bringsAll({ action, waiting }: Notification): boolean {
    const { ret } = waiting.envelope.dsn;
    if (behaves(this.options.version, 'body-on-request')) return action === 'failed' && ret === 'full';
    return !((action === 'delivered' || action === 'relayed') && ret === 'hdrs');
  }
}

async function textOf(message: MessageBytes): Promise<string> {
  let text = '';
  for await (const bytes of message()) text += byteText(bytes);
  return text;
}

/** Up to the empty line. */
async function headerOf(message: MessageBytes): Promise<string> {
  let text = '';
  for await (const bytes of message()) {
    text += byteText(bytes);
    const end = text.indexOf('\n\n');
    if (end !== -1) return text.slice(0, end + 1);
  }
  return text;
}
