import type { DeliveryCommand } from '../facts.js';
import type { LoggedTry } from './server.js';

/**
 * Commands without those that the daemon ran again: after ten seconds or so it tries once more what failed for the time being,
 * and whether somebody watches for so long is up to the machine.
 */
export function withoutRetries(commands: readonly DeliveryCommand[], retries: readonly LoggedTry[]): DeliveryCommand[] {
  const left = [...commands];
  for (const retry of retries.filter(({ agent }) => agent === 'mda')) {
    const again = left.findIndex(
      (one, at) => isOf(one, retry) && left.some((other, before) => before < at && same(one, other)),
    );
    if (again !== -1) left.splice(again, 1);
  }
  return left;
}

function isOf({ environment, input }: DeliveryCommand, { evpid, to }: LoggedTry): boolean {
  return environment.RECIPIENT === to && input.includes(` id ${evpid.slice(0, 8)}`);
}

/** The date of its Received is in the message, so another message is never the same. */
function same(one: DeliveryCommand, other: DeliveryCommand): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
