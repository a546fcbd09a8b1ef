import type { LocalPlan } from '@smtpd-conf/engine';
import type { DeliveryJob } from './job.js';

/**
 * What a delivery agent of ours does for a plan. The daemon runs programs for all of it; what the engine says of them is enough
 * to do the same without a shell, but where a wrapper or the shell itself has a say.
 */
export function localJob({ agent, wrapper, command, environment, runAs }: LocalPlan, hostname: string): DeliveryJob {
  const shell: DeliveryJob = { type: 'command', command, environment, directory: runAs.directory };
  if (wrapper !== undefined) return shell;
  switch (agent.type) {
    case 'mbox':
      return { type: 'mbox', path: agent.path, sender: agent.sender, plainFile: true };
    case 'maildir':
      if (agent.path === undefined) return shell;
      return {
        type: 'maildir',
        path: agent.path,
        junk: agent.junk,
        hostname,
        ...(agent.folder === undefined ? {} : { extension: agent.folder }),
      };
    case 'lmtp':
      if (agent.destination === undefined) return shell;
      return { type: 'lmtp', destination: agent.destination, sender: agent.sender, recipient: agent.recipient };
    case 'file':
      if (agent.path === undefined) return shell;
      return { type: 'mbox', path: agent.path, sender: agent.sender, plainFile: false };
    case 'mda':
    case 'command':
      return shell;
  }
}
