import { describedWorld } from '@smtpd-conf/compiler';
import type { ServerHost } from '../../server/src/workspace/host.js';

/** Files by absolute path, as they are on the disk of a host that is not there; they may be changed meanwhile. */
export type Files = Record<string, string>;

/** Where configurations are in tests. */
export const FOLDER = '/etc/mail';

const INTERFACES = { lo0: ['127.0.0.1', '::1'], em0: ['192.0.2.1'] };

export function memoryHost(files: Files = {}, groups: Readonly<Record<string, readonly string[]>> = {}): ServerHost {
  const interfaces = Object.fromEntries(
    Object.entries(INTERFACES).map(([name, addresses]) => [name, { addresses, groups: groups[name] ?? [] }]),
  );
  return {
    platform: 'openbsd',
    seesSystem: true,
    world: (root) => {
      const below = Object.fromEntries(
        Object.entries(files).flatMap(([path, text]) => {
          if (root !== '' && !path.startsWith(`${root}/`)) return [];
          return [[path.slice(root.length), text] as const];
        }),
      );
      return describedWorld({ files: below, hostname: 'mail.example.org', interfaces });
    },
    listDirectory: (directory) => {
      const base = directory.endsWith('/') ? directory : `${directory}/`;
      const names = Object.keys(files)
        .filter((path) => path.startsWith(base))
        .map((path) => path.slice(base.length).replace(/\/.*/, '/'));
      return [...new Set(names)];
    },
    users: () => ['root', 'alice', '_smtpd'],
    findConfigs: (folder) =>
      Object.keys(files).filter((path) => path.startsWith(`${folder}/`) && path.endsWith('smtpd.conf')),
    exists: (path) => path in files,
    readText: (path) => files[path],
  };
}
