import { EXIT, UserError } from '../exit-status.js';

/** `smtpd-lint lsp --stdio`: the language server, until its client says `exit`; it ends the process then. */
export async function lsp(args: readonly string[]): Promise<number> {
  const [way, ...rest] = args;
  if (rest.length > 0 || way === undefined || !/^--(?:stdio|node-ipc|(?:socket|pipe)=.+)$/.test(way)) {
    throw new UserError(
      'say how the editor speaks to the server: smtpd-lint lsp --stdio (or --node-ipc, --socket=PORT)',
    );
  }
  await import('@smtpd-conf/server/node');
  return EXIT.clean;
}
