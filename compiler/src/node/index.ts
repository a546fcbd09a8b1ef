export { readOpen } from './read-whole.js';
export { SystemWorld, type SystemWorldOptions } from './system-world.js';
