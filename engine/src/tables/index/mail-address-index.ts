import { parseMailAddress, withoutTag } from '../values/mail-address.js';
import { domainIndex } from './domain-index.js';
import { type KeyIndex, type MatchContext, Postings } from './key-index.js';

/**
 * table.c:table_mailaddr_match over many addresses. An entry with a sub-address takes the user as written, one without
 * takes the user without its own; a user has at most those two forms, and none, under which it can be found.
 */
export function mailAddressIndex({ delimiter }: MatchContext): KeyIndex {
  /** `user@domain`, also with nothing on one side, where the domain has no wildcard. */
  const exact = new Postings();
  /** Domains with wildcards, by user; "" for all users. */
  const wildcards = new Map<string, KeyIndex>();

  function findUser(user: string, domain: string, hits: number[]): void {
    if (domain !== '') exact.find(`${user}@${domain}`, hits);
    if (wildcards.size > 0) wildcards.get(user)?.find(domain, hits);
  }

  return {
    add(pattern, number) {
      const address = parseMailAddress(pattern);
      if (address === undefined) return;
      const { user, domain } = address;
      if (!domain.includes('*')) return exact.add(`${user}@${domain}`, number);
      const known = wildcards.get(user) ?? domainIndex();
      known.add(domain, number);
      wildcards.set(user, known);
    },
    find(key, hits) {
      const address = parseMailAddress(key);
      if (address === undefined) return;
      const { user, domain } = address;
      const bare = withoutTag(user, delimiter);
      exact.find('@', hits);
      findUser('', domain, hits);
      for (const form of bare === user ? [user] : [user, bare]) {
        if (form === '') continue;
        exact.find(`${form}@`, hits);
        findUser(form, domain, hits);
      }
    },
  };
}
