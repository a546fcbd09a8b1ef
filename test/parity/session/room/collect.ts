import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveredFile, DeliveryCommand } from '../facts.js';
import { COMMANDS } from './stage.js';

const PLACES = ['/home', '/root', '/srv', '/opt', '/var/mail', '/tmp'];

/** The paths of all files below the places where deliveries go. */
export function snapshot(): ReadonlySet<string> {
  return new Set(PLACES.flatMap(filesBelow));
}

/** The files that were not there before. */
export function newFiles(before: ReadonlySet<string>): DeliveredFile[] {
  return [...snapshot()]
    .filter((path) => !before.has(path) && !path.endsWith('.lock'))
    .map((path) => ({ path, owner: userName(lstatSync(path).uid), text: readFileSync(path, 'latin1') }));
}

/** The command lines that the recorder in front of the shell saw. */
export function recordedCommands(): DeliveryCommand[] {
  const records = readdirSync(COMMANDS).filter((name) => /^[0-9]+$/.test(name));
  return records.map((name) => {
    const path = join(COMMANDS, name);
    const [directory = '', command = '', ...environment] = readFileSync(path, 'latin1').split('\0');
    const pairs = environment.filter((pair) => pair !== '').map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    return {
      user: userName(lstatSync(path).uid),
      directory,
      command,
      input: readFileSync(`${path}.input`, 'latin1'),
      environment: Object.fromEntries(pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))),
    };
  });
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function userName(uid: number): string {
  const lines = readFileSync('/etc/passwd', 'latin1').split('\n');
  return lines.find((line) => line.split(':')[2] === String(uid))?.split(':')[0] ?? String(uid);
}
