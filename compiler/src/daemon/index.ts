export { streamDaemonCheck } from './daemon-check.js';
