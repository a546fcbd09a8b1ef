export { AnalysisMemory, anchoredPlace, type StatementChanges } from './analysis/analysis-memory.js';
export { type Analysis, type AnalyzeOptions, analyze } from './analysis/analyze.js';
export { assemble } from './config/assemble.js';
export type * from './config/compiled-config.js';
export { type ConfigError, type ConfigValidation, validateConfig } from './config/validate.js';
export { type DaemonCheckOptions, type DaemonCheckResult, daemonCheck } from './daemon/daemon-check.js';
export {
  applyMigration,
  type MigrationNote,
  migrateStatements,
  type StatementMigration,
  type TextEdit,
} from './migrate/migrate.js';
export { certificateValidity } from './pki/certificate.js';
export { certificateKey, privateKeyIdentity, sameKey } from './pki/public-key.js';
export { printConfig } from './print/print-config.js';
export { writeWord } from './print/word.js';
export { type Place, type Problem, placeBetween, placeOf, type RelatedPlace } from './problem.js';
export { PROBLEMS, type ProblemId } from './problem-catalogue.js';
export type { CompileState } from './state.js';
export { tokenOf, valueTokens, wordOf } from './statement-context.js';
export { lookupService } from './statements/table-use.js';
export type { TableState } from './table-state.js';
export { type DbEntry, readHashDatabase, readMap } from './tables/berkeley-hash/read-hash.js';
export { writeHashDatabase } from './tables/berkeley-hash/write-hash.js';
export { loadStaticTable } from './tables/static-table.js';
export { type FileKind, parseTableLine, type TableLine } from './tables/table-line.js';
export { TABLE_SERVICES, type TableService } from './tables/table-service.js';
export { tableSyntax } from './tables/table-syntax.js';
export type { Checked, CheckedProblem } from './world/checked.js';
export { describedWorld } from './world/described-world.js';
export { DESCRIBED_WORLD_SCHEMA } from './world/described-world.schema.js';
export { parseChecked } from './world/parse-checked.js';
export { type ParsedWorld, parseWorld } from './world/parse-world.js';
export { systemErrorText } from './world/system-error.js';
export type * from './world/world.js';
export type * from './world/world-description.js';
