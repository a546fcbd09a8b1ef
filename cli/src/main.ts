import { useCodeCache } from './code-cache.js';
import { runCommand } from './run-command.js';

useCodeCache();

// The status is set rather than exited with, so that what stdout still holds is written.
runCommand(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
