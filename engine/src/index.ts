export type * from './effect.js';
export type * from './envelope.js';
export { perform, runTask, runTaskAsync, type Task } from './task.js';
export * from './trace.js';
