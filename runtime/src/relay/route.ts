/** Seconds (mta.c: DELAY_ROUTE_BASE, DELAY_ROUTE_MAX). */
const BASE = 15;
const LONGEST = 3600;

/** A way from an address of ours to one of another server's (struct mta_route). Times are seconds since the epoch. */
export interface Route {
  readonly id: number;
  /** As in the log; `[]` where the system chooses. */
  readonly source: string;
  readonly address: string;
  /** Nothing has got through yet. */
  isNew: boolean;
  isDisabled: boolean;
  connections: number;
  penalty: number;
  /** When it is used again, or forgotten; absent while nothing is scheduled. */
  due?: number | undefined;
}

export function newRoute(id: number, source: string, address: string): Route {
  return { id, source, address, isNew: true, isDisabled: false, connections: 0, penalty: 0 };
}

/** Nothing got through (mta.c:mta_route_disable): how long it rests, in seconds; undefined where it does already. */
export function disableRoute(route: Route, now: number): number | undefined {
  // The daemon has one connection over a route that nothing got through yet; others that were opened beside it count once.
  if (route.isDisabled) return undefined;
  route.penalty += 1;
  route.isDisabled = true;
  const delay = restOf(route);
  route.due = now + delay;
  return delay;
}

/** Its rest is over, or was ended by hand (mta.c:mta_route_enable): the next failure counts for less than the last one. */
export function enableRoute(route: Route, now: number): void {
  route.isNew ||= route.isDisabled;
  route.isDisabled = false;
  if (route.penalty > 0) route.penalty -= 1;
  route.due = route.penalty > 0 ? now + restOf(route) : undefined;
}

function restOf({ penalty }: Route): number {
  return Math.min(BASE * penalty * penalty, LONGEST);
}
