import { useCodeCache } from './code-cache.js';
import { wordsOfName } from './program-name.js';
import { report, runCommand } from './run-command.js';

useCodeCache();

// Errors of stdout and stderr come here, some of them after the run.
process.once('uncaughtException', (error: NodeJS.ErrnoException) => {
  process.on('uncaughtException', () => {});
  // Who closes a pipe has read enough.
  if (error.code !== 'EPIPE') process.exitCode = report(error);
});

// The status is set rather than exited with, so that what stdout still holds is written.
runCommand([...wordsOfName(process.argv[1]), ...process.argv.slice(2)]).then((status) => {
  process.exitCode ??= status;
});
