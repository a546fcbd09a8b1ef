import type { Reporter } from './report.js';

/** The formats by name; each is loaded when it is asked for. */
export const REPORTERS: ReadonlyMap<string, () => Promise<Reporter>> = new Map([
  ['text', async (): Promise<Reporter> => (await import('./text.js')).textReport],
  ['compact', async (): Promise<Reporter> => (await import('./lines.js')).compactReport],
  ['gcc', async (): Promise<Reporter> => (await import('./lines.js')).gccReport],
  ['github', async (): Promise<Reporter> => (await import('./github.js')).githubReport],
  ['json', async (): Promise<Reporter> => (await import('./json.js')).jsonReport],
  ['jsonl', async (): Promise<Reporter> => (await import('./json.js')).jsonLinesReport],
  ['sarif', async (): Promise<Reporter> => (await import('./sarif.js')).sarifReport],
  ['statistics', async (): Promise<Reporter> => (await import('./statistics.js')).statisticsReport],
  ['gitlab', async (): Promise<Reporter> => (await import('./gitlab.js')).gitlabReport],
  ['checkstyle', async (): Promise<Reporter> => (await import('./xml.js')).checkstyleReport],
  ['junit', async (): Promise<Reporter> => (await import('./xml.js')).junitReport],
]);
