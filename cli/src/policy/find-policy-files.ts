import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, UserError } from '../exit-status.js';
import { reason } from '../read-source.js';

const SUFFIX = /\.smtpd-test\.ya?ml$/;

/** Directories that hold the files of others. */
const PASSED_OVER = new Set(['node_modules', '.git']);

/** The files of policy tests: those that are named, and all below directories that are, in the order of their names. */
export function findPolicyFiles(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => (path !== '-' && isDirectory(path) ? filesBelow(path) : [path]));
  if (found.length > 0) return [...new Set(found)];
  throw new UserError(`no policy tests below ${paths.join(', ')}; their files are named NAME.smtpd-test.yaml`);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(`${path}: ${reason(error)}`, EXIT.unreadable);
  }
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return PASSED_OVER.has(entry.name) ? [] : filesBelow(path);
    return SUFFIX.test(entry.name) ? [path] : [];
  });
}
