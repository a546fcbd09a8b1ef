import type { SimulateParams } from '@smtpd-conf/server';
import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import { activeConfig } from '../documents.js';
import type { SendRequest } from '../own-requests.js';
import { showTrace } from '../panels/trace-panel.js';

const STEPS = 4;

/** Asks for an envelope, step by step, and shows what would happen to it. `uri` comes from a code lens. */
export async function simulate(send: SendRequest, uri?: string): Promise<void> {
  const document = uri === undefined ? activeConfig() : await workspace.openTextDocument(Uri.parse(uri));
  if (document === undefined) return;
  const envelope = await askEnvelope();
  if (envelope === undefined) return;
  const params: SimulateParams = { uri: document.uri.toString(), ...envelope };
  const result = await send('smtpd/simulate', params);
  if (result.ok) showTrace(`${envelope.mailFrom || '<>'} to ${envelope.rcptTo.join(', ')}`, result);
  else void window.showWarningMessage(result.message);
}

type AskedEnvelope = Omit<SimulateParams, 'uri'>;

/** What was asked last is offered again: an envelope is mostly tried more than once. */
let last: AskedEnvelope = { mailFrom: 'sender@example.org', rcptTo: ['recipient@example.org'], from: '192.0.2.1' };

async function askEnvelope(): Promise<AskedEnvelope | undefined> {
  const mailFrom = await ask(1, 'Sender: MAIL FROM', 'Empty for a bounce', last.mailFrom);
  if (mailFrom === undefined) return undefined;
  const recipients = await ask(
    2,
    'Recipients: RCPT TO',
    'Several with commas between them',
    last.rcptTo.join(', '),
    (text) => (recipientsIn(text).length === 0 ? 'A simulation needs at least one recipient.' : undefined),
  );
  if (recipients === undefined) return undefined;
  const from = await ask(3, 'Client', 'An IP address, or "socket" for local submission', last.from ?? '192.0.2.1');
  if (from === undefined) return undefined;
  const session = await askSession();
  if (session === undefined) return undefined;
  last = { mailFrom: mailFrom.trim(), rcptTo: recipientsIn(recipients), from: from.trim(), ...session };
  return last;
}

function recipientsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((one) => one !== '');
}

/** @param wrong what is wrong with what was typed, if anything */
function ask(
  step: number,
  title: string,
  prompt: string,
  value: string,
  wrong: (text: string) => string | undefined = () => undefined,
): Thenable<string | undefined> {
  const box = { title: `${title} (${step}/${STEPS})`, prompt, value, ignoreFocusOut: true };
  return window.showInputBox({ ...box, validateInput: wrong });
}

/** Whether the session is encrypted, and who is logged in. */
async function askSession(): Promise<{ tls?: boolean; auth?: string } | undefined> {
  const plain: QuickPickItem = { label: 'Plain session' };
  const tls: QuickPickItem = { label: 'TLS', description: 'after STARTTLS, or on an smtps listener' };
  const login: QuickPickItem = { label: 'TLS, authenticated …', description: 'asks for the user' };
  const picked = await window.showQuickPick([plain, tls, login], { title: `Session (${STEPS}/${STEPS})` });
  if (picked === undefined) return undefined;
  if (picked === plain) return {};
  if (picked === tls) return { tls: true };
  const auth = await window.showInputBox({ title: 'User', value: last.auth ?? 'alice', ignoreFocusOut: true });
  return auth === undefined ? undefined : { tls: true, auth };
}
