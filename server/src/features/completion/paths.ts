import type { Snapshot } from '../../snapshot.js';
import type { ServerHost } from '../../workspace/host.js';
import type { CompletionItem } from './completion-item.js';
import type { CompletionSite } from './site.js';

/** Files and directories that go on from the path typed so far. The whole word is replaced, quotes included or added. */
export function pathItems(
  site: CompletionSite,
  { project }: Snapshot,
  host: ServerHost,
): readonly Omit<CompletionItem, 'start' | 'end'>[] {
  const scheme = /^(?:file|db|proc):/.exec(site.typed)?.[0] ?? '';
  const path = site.typed.slice(scheme.length);
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  const names = host.listDirectory(project.hostPath(directory === '' ? '/etc/mail/' : directory));
  const base = directory === '' ? '/etc/mail/' : directory;
  return names.map((name) => {
    const text = scheme + base + name;
    return {
      label: name,
      kind: name.endsWith('/') ? 'folder' : 'file',
      detail: base,
      // A bare word cannot begin with a slash.
      text: site.quote || scheme !== '' ? text : `"${text}"`,
    };
  });
}
