/** The path of a file: URI, or the path part of any other; percent-escapes are decoded where they can be. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The URI of a path beside another document: with its scheme and authority. */
export function uriOf(path: string, beside: string): string {
  const prefix = /^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i.exec(beside)?.[0] ?? 'file://';
  return prefix + path.split('/').map(encodeSegment).join('/');
}

/** As VS Code writes them: a URI that a client sent and one that was made here are the same text. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** `path` as seen from `directory`, without `.` and `..`. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
