import type { DeliveryJob, DeliveryResult } from '../../deliver/job.js';

/** What a delivery process is told on its standard input: a line of JSON, then so many bytes of a message. */
export interface JobFrame {
  readonly id: number;
  readonly job: DeliveryJob;
  readonly bytes: number;
}

/**
 * What it says on its standard output, a line of JSON each: that it is its user's now, that it has read a message, and how a
 * delivery went.
 */
export type JobReport =
  | { readonly started: true }
  | { readonly id: number; readonly read: true }
  | { readonly id: number; readonly result: DeliveryResult };
