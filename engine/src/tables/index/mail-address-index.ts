import { parseMailAddress, withoutTag } from '../values/mail-address.js';
import { domainIndex } from './domain-index.js';
import type { KeyIndex, MatchContext } from './key-index.js';
import { TextIndex } from './text-index.js';

/**
 * table.c:table_mailaddr_match over many addresses. An entry with a sub-address takes the user as written, one without
 * takes the user without its own; a user has at most those two forms, and none, under which it can be found.
 */
export function mailAddressIndex({ delimiter }: MatchContext): KeyIndex {
  /** `user@domain` where the domain has no wildcard; with one side alone; and whether there is an entry for all. */
  const exact = new TextIndex();
  const users = new TextIndex();
  const domains = new TextIndex();
  const all: number[] = [];
  /** Whether an entry has a sub-address; only such are found by a user as written that has one. */
  let tagged = false;
  /** Domains with wildcards, by user; "" for all users. */
  const wildcards = new Map<string, KeyIndex>();

  return {
    add(pattern, number) {
      const address = parseMailAddress(pattern);
      if (address === undefined) return;
      const { user, domain } = address;
      tagged ||= user.includes(delimiter);
      if (domain.includes('*')) {
        const known = wildcards.get(user) ?? domainIndex();
        known.add(domain, number);
        wildcards.set(user, known);
      } else if (user === '' && domain === '') all.push(number);
      else if (user === '') domains.add(domain, number);
      else if (domain === '') users.add(user, number);
      else exact.add(pattern, number);
    },
    find(key, hits) {
      const address = parseMailAddress(key);
      if (address === undefined) return;
      const { user, domain } = address;
      const bare = withoutTag(user, delimiter);
      for (const number of all) hits.add(number);
      domains.find(domain, hits);
      if (bare === user || tagged) {
        exact.find(key, hits);
        users.find(user, hits);
      }
      if (bare !== user) {
        if (!exact.isEmpty) exact.find(`${bare}@${domain}`, hits);
        users.find(bare, hits);
      }
      if (wildcards.size === 0) return;
      for (const form of new Set(['', user, bare])) wildcards.get(form)?.find(domain, hits);
    },
  };
}
