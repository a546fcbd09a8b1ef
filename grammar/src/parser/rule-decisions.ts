/** What Chevrotain found out about a rule: by production, the token classes (bits) that each alternative begins with. */
export type RuleDecisions = Readonly<Record<string, readonly number[]>>;
