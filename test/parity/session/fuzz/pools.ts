/** What generated configurations and sessions speak of, so that they meet. */
export const DOMAINS = ['a.test', 'b.test', 'sub.a.test', 'xb.test', 'mx.example.test', 'last.test'] as const;
export const LOCAL_PARTS = ['alice', 'bob', 'carol', 'dora', 'team', 'nobody-here', 'root', 'odd'] as const;
export const SENDERS = ['b@a.test', 'someone@b.test', 'c+d@example.com', 'Mixed@Case.Test'] as const;
