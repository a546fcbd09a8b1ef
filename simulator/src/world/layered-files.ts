import type { World } from '@smtpd-conf/compiler';

/** A world whose files are those of the first, and where it has none, of the second; all else is the first's. */
export function layeredFiles(first: World, second: World): World {
  return {
    ...bound(first),
    readFile: (path) => (first.status(path).ok ? first.readFile(path) : second.readFile(path)),
    status: (path) => {
      const status = first.status(path);
      return status.ok ? status : second.status(path);
    },
  };
}

function bound(world: World): World {
  return {
    readFile: (path) => world.readFile(path),
    status: (path) => world.status(path),
    hostName: () => world.hostName(),
    canonicalName: (host) => world.canonicalName(host),
    interfaces: () => world.interfaces(),
    interfaceGroups: (name) => world.interfaceGroups(name),
    lookupHost: (name, family) => world.lookupHost(name, family),
    servicePort: (name) => world.servicePort(name),
    userId: () => world.userId(),
    openFileLimit: () => world.openFileLimit(),
    readPrivateKey: (pem) => world.readPrivateKey(pem),
    now: () => world.now(),
  };
}
