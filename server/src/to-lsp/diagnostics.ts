import type { Source } from '@smtpd-conf/grammar';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic as Found } from '../features/diagnostics.js';
import { toRange } from './positions.js';

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

const TAGS = { unused: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

export function toDiagnostic(found: Found, source: Source, uriOf: (source: Source) => string): Diagnostic {
  const { severity, code, message, related, tag, href } = found;
  return {
    range: toRange(source, found),
    severity: SEVERITY[severity],
    code,
    source: 'smtpd-conf',
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(tag === undefined ? {} : { tags: [TAGS[tag]] }),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map(({ message, place }) => ({
            message,
            location: { uri: uriOf(place.source), range: toRange(place.source, place) },
          })),
        }),
  };
}
