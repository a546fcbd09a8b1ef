export { DiskQueue, type OpenedQueue } from './hosts/queue/disk-queue.js';
export type * from './queue/queued-envelope.js';
