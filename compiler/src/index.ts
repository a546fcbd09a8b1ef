export { type Analysis, type AnalyzeOptions, analyze } from './analysis/analyze.js';
export { assemble } from './config/assemble.js';
export type * from './config/compiled-config.js';
export { type DaemonCheckOptions, type DaemonCheckResult, daemonCheck } from './daemon/daemon-check.js';
export { printConfig } from './print/print-config.js';
export type { Place, Problem, RelatedPlace } from './problem.js';
export { PROBLEMS, type ProblemId } from './problem-catalogue.js';
export type * from './world/world.js';
