export {
  CONTROL_USAGE,
  type ControlCommand,
  type ControlRequest,
  readControlRequest,
  TRACE_SUBSYSTEMS,
  type TraceSubsystem,
} from './control/command.js';
export { envelopeText } from './control/envelope-text.js';
export { LINES_A_PAGE, monitorHeading, monitorLine } from './control/monitor-text.js';
export { queueLine } from './control/queue-line.js';
export { type ControlReply, replyText } from './control/reply.js';
export type { Digest } from './control/statistics.js';
export type { DeliveryJob, DeliveryResult } from './deliver/job.js';
export { type EnqueueOptions, readEnqueueOptions } from './enqueue/options.js';
export { type OutgoingMessage, outgoingMessage, type Submitter } from './enqueue/outgoing-message.js';
export { checkPasswordNow } from './hosts/auth/check-password.js';
export { encrypt } from './hosts/auth/encrypt.js';
export { askServer } from './hosts/control/ask-server.js';
export { CONTROL_SOCKET, SUBMISSION_SOCKET } from './hosts/control/claim-spool.js';
export { deliver } from './hosts/deliver/deliver.js';
export { handIn } from './hosts/enqueue/hand-in.js';
export { currentSubmitter } from './hosts/enqueue/submitter.js';
export { writeMap } from './hosts/maps/write-map.js';
export { serveNetwork } from './hosts/privilege/network-process.js';
export { OwnPrivileges } from './hosts/privilege/own-privileges.js';
export { startPrivilegedServer } from './hosts/privilege/privileged-server.js';
export { serveUser } from './hosts/privilege/user-process.js';
export { DiskQueue, type OpenedQueue } from './hosts/queue/disk-queue.js';
export { QUEUE_FILES, type QueueFiles } from './hosts/queue/queue-files.js';
export { storedEnvelope, storedMessage, storedQueue } from './hosts/queue/stored-queue.js';
export { type MailServer, type MailServerOptions, startMailServer } from './hosts/server/mail-server.js';
export { type MapType, mapEntries } from './maps/map-entries.js';
export type * from './queue/queued-envelope.js';
export { Scheduler } from './schedule/scheduler.js';
