export { type Analysis, analyze, type AnalyzeOptions } from './analysis/analyze.js';
export { assemble } from './config/assemble.js';
export type * from './config/compiled-config.js';
export { daemonCheck, type DaemonCheckOptions, type DaemonCheckResult } from './daemon/daemon-check.js';
export type { Place, Problem, RelatedPlace } from './problem.js';
export { type ProblemId, PROBLEMS } from './problem-catalogue.js';
export type * from './world/world.js';
