export type { DeliveryJob, DeliveryResult } from './deliver/job.js';
export { deliver } from './hosts/deliver/deliver.js';
export { DiskQueue, type OpenedQueue } from './hosts/queue/disk-queue.js';
export { type MailServer, type MailServerOptions, startMailServer } from './hosts/server/mail-server.js';
export type * from './queue/queued-envelope.js';
export { Scheduler } from './schedule/scheduler.js';
