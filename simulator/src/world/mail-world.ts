import type { CompiledTable, TableService, World } from '@smtpd-conf/compiler';
import type {
  AuthenticateAnswer,
  ExchangerAnswer,
  FilterRequest,
  FilterResponse,
  ForwardAnswer,
  IncludeAnswer,
  LookupAnswer,
  ReverseAnswer,
  UserInfo,
  ZonedTime,
} from '@smtpd-conf/engine';
import type { Phase } from '@smtpd-conf/grammar';

/**
 * All that a dry run asks of the outside. Every answer is there at once. What a world does not know it says with an
 * `Undescribed`; it never guesses.
 */
export interface MailWorld {
  /** What the configuration itself is checked against: files, interfaces, names. */
  readonly files: World;
  /** getpwnam(3). */
  user(name: string): UserInfo | undefined;
  forwardFile(user: UserInfo): ForwardAnswer;
  includeFile(path: string): IncludeAnswer;
  reverse(address: string): ReverseAnswer;
  /** One key of a table that the configuration does not hold (db, proc). */
  lookUp(table: CompiledTable, service: TableService, key: string): LookupAnswer;
  /** All of its keys. */
  keys(table: CompiledTable): readonly string[] | 'fails';
  /** The next entry of such a table. */
  fetch(table: CompiledTable, service: TableService): LookupAnswer;
  authenticate(username: string, password: string): AuthenticateAnswer;
  checkPassword(password: string, hash: string): boolean;
  /** The phases in which a filter's process wants to decide. */
  filterPhases(filter: string): readonly Phase[];
  filterAnswer(request: FilterRequest): FilterResponse;
  /** What a filter's process puts before a message. */
  linesBefore(filter: string): readonly string[];
  exchangers(domain: string): ExchangerAnswer;
  /** The addresses of a host. */
  addresses(name: string): readonly string[];
  now(): ZonedTime;
}
