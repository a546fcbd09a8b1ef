import { corpusAvailable } from '../../support/corpus.js';
import { acceptedFiles, corpusFindings, GROUPS } from './corpus-findings.js';

/** Prints every error and warning about the accepted files of the corpus, to be read; counts by rule last. */
export function main(): number {
  if (!corpusAvailable()) {
    process.stderr.write('the corpus is not there: ../shared/corpus holds it where this project is developed\n');
    return 3;
  }
  for (const group of GROUPS) {
    process.stdout.write(`# ${group}: ${acceptedFiles(group).length} files\n`);
    const findings = corpusFindings(group).toSorted((a, b) => a.finding.rule.localeCompare(b.finding.rule));
    for (const { file, line, finding } of findings) {
      const { rule, severity, span, message } = finding;
      const text = span.source.text.slice(span.start, span.end).replace(/\s+/g, ' ');
      process.stdout.write(`${[group, rule, severity, `${file}:${line}`, text, message].join('\t')}\n`);
    }
  }
  return 0;
}
