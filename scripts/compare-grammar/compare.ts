import type { Version } from '@smtpd-conf/grammar';
import { braceDifferences } from './brace-differences.js';
import { type Difference, setDifferences } from './difference.js';
import { formDifferences } from './form-differences.js';
import { OurParser } from './our-parser.js';
import { parserDifferences } from './parser-differences.js';
import { tablesLanguage } from './tables-grammar.js';
import type { YaccLanguage } from './yacc-reader.js';

/** What was compared, and how much of it. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly counts: {
    readonly keywords: number;
    readonly forms: number;
    readonly braces: number;
    readonly steps: number;
  };
}

/** Holds the tables and the parser for `version` against a yacc file. */
export function compare(yacc: YaccLanguage, version: Version): Comparison {
  const tables = tablesLanguage(version, !yacc.limitsElsewhere);
  const parser = new OurParser(version);
  const forms = formDifferences(yacc.grammar, tables.grammar);
  const braces = braceDifferences(yacc.grammar, parser);
  const steps = parserDifferences(yacc.grammar, parser);
  return {
    differences: [
      ...setDifferences('keywords', yacc.keywords, tables.keywords),
      ...forms.differences,
      ...braces.differences,
      ...steps.differences,
    ],
    counts: {
      keywords: tables.keywords.size,
      forms: forms.compared,
      braces: braces.compared,
      steps: steps.compared,
    },
  };
}
