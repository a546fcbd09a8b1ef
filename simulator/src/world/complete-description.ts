import type { DescribedFile, DescribedUser, WorldDescription } from '@smtpd-conf/compiler';

/** A description in which homes and .forward files are files as well, and what lies in a home belongs to its user. */
export function completeDescription(description: WorldDescription): WorldDescription {
  const users = Object.entries(description.users ?? {});
  if (users.length === 0) return description;
  const files: Record<string, string | DescribedFile> = {};
  for (const [name, user] of users) {
    files[homeOf(name, user)] = { directory: true, ...ownership(user) };
    if (user.forward !== undefined) files[`${homeOf(name, user)}/.forward`] = owned(user.forward, user);
  }
  for (const [path, file] of Object.entries(description.files ?? {})) {
    const [, owner] = users.find(([name, user]) => path.startsWith(`${homeOf(name, user)}/`)) ?? [];
    files[path] = owner ? owned(file, owner) : file;
  }
  return { ...description, files };
}

export function homeOf(name: string, { home = `/home/${name}` }: DescribedUser): string {
  return home;
}

function ownership({ uid, gid = uid }: DescribedUser): { uid: number; gid: number } {
  return { uid, gid };
}

function owned(file: string | DescribedFile, user: DescribedUser): DescribedFile {
  return { ...ownership(user), ...(typeof file === 'string' ? { text: file } : file) };
}
