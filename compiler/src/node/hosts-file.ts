/** One line of /etc/hosts; `names[0]` is the canonical name. */
export interface HostsLine {
  readonly address: string;
  readonly names: readonly string[];
}

/** The lines of /etc/hosts that have this name, in their order; names are compared without case. */
export function hostsLines(text: string, host: string): readonly HostsLine[] {
  const wanted = host.toLowerCase();
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([, ...names]) => names.some((name) => name.toLowerCase() === wanted))
    .map(([address = '', ...names]) => ({ address, names }));
}

/** Whether host names are looked up in /etc/hosts first, by the text of /etc/nsswitch.conf ('' for none). */
export function asksFilesFirst(nsswitch: string): boolean {
  const sources = /^\s*hosts:\s*(\S+)/m.exec(nsswitch);
  return !sources || sources[1] === 'files';
}
