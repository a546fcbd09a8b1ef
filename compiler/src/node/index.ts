export { SystemWorld, type SystemWorldOptions } from './system-world.js';
