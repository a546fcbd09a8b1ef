import type { Outcome, World } from '@smtpd-conf/compiler';

/** Texts of open files, by the path at which the host has them. */
export type OpenTexts = (hostPath: string) => string | undefined;

export interface OverlayWorld extends World {
  /** Host paths of the files that were asked for, found or not. */
  readonly asked: ReadonlySet<string>;
}

/**
 * A world in which open files win over the disk. Configurations name paths of the target system; `locate` says where the
 * host has them.
 */
export function overlayWorld(base: World, open: OpenTexts, locate: (path: string) => string): OverlayWorld {
  const asked = new Set<string>();
  const openText = (path: string): string | undefined => {
    const hostPath = locate(path);
    asked.add(hostPath);
    return open(hostPath);
  };
  return {
    asked,
    readFile(path): Outcome<Uint8Array> {
      const text = openText(path);
      return text === undefined
        ? base.readFile(relative(path, locate))
        : { ok: true, value: new TextEncoder().encode(text) };
    },
    status(path) {
      const text = openText(path);
      const status = base.status(relative(path, locate));
      if (text === undefined || status.ok) return status;
      return { ok: true, value: { kind: 'file', size: text.length, mode: 0o644, uid: 0, gid: 0 } };
    },
    hostName: () => base.hostName(),
    canonicalName: (host) => base.canonicalName(host),
    interfaces: () => base.interfaces(),
    interfaceGroups: (name) => base.interfaceGroups(name),
    lookupHost: (name, family) => base.lookupHost(name, family),
    servicePort: (name) => base.servicePort(name),
    userId: () => base.userId(),
    openFileLimit: () => base.openFileLimit(),
    readPrivateKey: (pem) => base.readPrivateKey(pem),
    now: () => base.now(),
  };
}

/** The base world finds absolute paths by itself; relative ones mean the folder of the configuration here. */
function relative(path: string, locate: (path: string) => string): string {
  return path.startsWith('/') ? path : locate(path);
}
