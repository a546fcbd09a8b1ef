import type { Draw } from '../../fuzz/draw.js';
import { DOMAINS, INCLUDED, LOCAL_PARTS, NESTED } from './pools.js';

/** What an alias, a virtual entry or a line of a .forward file leads to. */
export function drawTarget(draw: Draw): string {
  const kind = draw.weighted({
    user: 48,
    address: 24,
    tagged: 6,
    error: 4,
    command: 4,
    file: 3,
    include: 4,
    nonsense: 3,
    escaped: 5,
  });
  switch (kind) {
    case 'user':
      return draw.pick(LOCAL_PARTS);
    case 'address':
      return `${draw.pick(LOCAL_PARTS)}@${draw.pick(DOMAINS)}`;
    case 'tagged':
      return `${draw.pick(LOCAL_PARTS)}+tag`;
    case 'error':
      return draw.pick(['error:550 gone', 'error:450 later', 'error:nothing', 'error:', 'error:421 4.3.2 down']);
    case 'command':
      return draw.pick(['|cat', '|cat; : %{rcpt} %{user.username}', '|/bin/true -f x']);
    case 'file':
      return draw.pick(['/tmp/file', '/tmp/%{dest.user}', '/home/alice/box']);
    case 'include':
      return `:include:${draw.pick([INCLUDED, NESTED, '/nowhere'])}`;
    case 'nonsense':
      return draw.pick(['b!b', 'two words', '<x@a.test>', '@', 'x@', 'a@b_c.test', '/', '|', ':include:', '']);
    case 'escaped':
      return `\\\\${draw.pick(LOCAL_PARTS)}`;
  }
}

export function drawTargets(draw: Draw): string {
  return draw.times(draw.between(1, 3), () => drawTarget(draw)).join(', ');
}

/** As it stands in a file, where a backslash is one. */
export function drawLine(draw: Draw): string {
  const targets = draw.times(draw.chance(20) ? 2 : 1, () => drawTarget(draw).replace('\\\\', '\\')).join(', ');
  return draw.chance(10) ? `  ${targets} # why` : targets;
}

export function drawVirtualKey(draw: Draw): string {
  const user = draw.pick(LOCAL_PARTS);
  const domain = draw.pick(DOMAINS);
  return draw.pick([`${user}@${domain}`, user, `@${domain}`, '@', `${user}+tag@${domain}`, `${user}+tag`]);
}

export function drawAliasKey(draw: Draw): string {
  const user = draw.pick(LOCAL_PARTS);
  return draw.chance(15) ? `${user}+tag` : user;
}
