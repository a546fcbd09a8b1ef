import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * The packages' source entry points by import name, most specific first. The bundler and the tests resolve these names
 * to source, so that neither depends on what tsc wrote before.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const SOURCE_ENTRIES = {
  '@smtpd-conf/compiler/daemon': at('compiler/src/daemon/index.ts'),
  '@smtpd-conf/compiler/node': at('compiler/src/node/index.ts'),
  '@smtpd-conf/compiler': at('compiler/src/index.ts'),
  '@smtpd-conf/engine': at('engine/src/index.ts'),
  '@smtpd-conf/checker': at('checker/src/index.ts'),
  '@smtpd-conf/simulator': at('simulator/src/index.ts'),
  '@smtpd-conf/runtime': at('runtime/src/index.ts'),
  '@smtpd-conf/server/node': at('server/src/main-node.ts'),
  '@smtpd-conf/server': at('server/src/index.ts'),
  '@smtpd-conf/grammar': at('grammar/src/index.ts'),
};
