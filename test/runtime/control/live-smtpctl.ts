import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Judge } from '../../support/judge.js';

/** What a command of smtpctl's printed, and its exit status. */
export interface Answered {
  readonly output: string;
  readonly status: number;
}

const UNSHARE = ['-m', '-n', '-p', '-f', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** Marks the end of what a command printed; its status follows. */
const END = '\u0001';

/** A message handed in over TCP, said line by line. */
const SAY = `say() {
  exec 3<>/dev/tcp/127.0.0.1/25
  read -r reply <&3
  for line in "$@"; do
    printf '%s\\r\\n' "$line" >&3
    [ "$line" = 'Subject: x' ] || while read -r reply <&3; do case $reply in ???-*) ;; *) break ;; esac; done
  done
  exec 3>&-
}`;

/**
 * Debian's smtpctl against its daemon, in namespaces of their own: the mail is handed in where a step says so, and `EVPID` and
 * `MSGID` in a command are those of the first envelope in the queue.
 */
export function askSmtpctl(judge: Judge, config: string, steps: readonly Step[]): readonly Answered[] {
  const directory = mkdtempSync(join(tmpdir(), 'smtpctl-'));
  try {
    writeFileSync(join(directory, 'smtpd.conf'), config);
    writeFileSync(join(directory, 'resolv.conf'), 'lookup file\n');
    writeFileSync(join(directory, 'room.sh'), script(judge.path, directory, steps));
    const ended = spawnSync('unshare', [...UNSHARE, 'bash', join(directory, 'room.sh')], { encoding: 'utf8' });
    const answers = ended.stdout.split(END).slice(0, -1);
    if (answers.length !== steps.length) throw new Error(`the room ended early: ${ended.stderr}${ended.stdout}`);
    return answers.map((answer) => {
      const [, output = '', status = ''] = /^(.*?)(\d+)$/s.exec(answer) ?? [];
      return { output, status: Number(status) };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A command of smtpctl's, lines of a client's, or a message for sendmail (its words, for a shell, and its input). */
export type Step = string | { readonly say: readonly string[] } | { readonly sendmail: string; readonly input: string };

function script(daemon: string, directory: string, steps: readonly Step[]): string {
  const done = `printf '%s${END}' $?`;
  return `
ip link set lo up
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /var/spool
mount --bind ${directory}/resolv.conf /etc/resolv.conf
${daemon} -d -f ${directory}/smtpd.conf 2>${directory}/log &
for i in $(seq 200); do smtpctl show status >/dev/null 2>&1 && break; sleep 0.05; done
${SAY}
first() { smtpctl show queue | head -n 1 | cut -c -$1; }
${steps.map((step) => `${command(step)}; ${done}`).join('\n')}
kill %1; wait
`;
}

function command(step: Step): string {
  if (typeof step === 'string') {
    return `smtpctl ${step.replace('EVPID', '$(first 16)').replace('MSGID', '$(first 8)')} 2>&1`;
  }
  if ('say' in step) return `say ${step.say.map((line) => `'${line}'`).join(' ')}`;
  return `base64 -d <<<'${Buffer.from(step.input, 'latin1').toString('base64')}' | sendmail ${step.sendmail} 2>&1`;
}
