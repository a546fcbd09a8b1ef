import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** Relative to the top of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface ImportStatement {
  readonly specifier: string;
  readonly line: number;
  /** `type`: erased at run time. `reexport`: `export … from`. */
  readonly kind: 'import' | 'type' | 'reexport' | 'dynamic';
}

const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', 'coverage', '.git', '.cache']);

/** All files below `directory` whose names end in one of `endings`. */
export function sourceFiles(root: string, directory: string, endings: readonly string[]): SourceFile[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceFiles(root, path, endings);
    if (!endings.some((ending) => entry.name.endsWith(ending))) return [];
    return [{ path, text: readFileSync(join(root, path), 'utf8') }];
  });
}

/** Everything a file imports, requires or re-exports from another module. */
export function importsOf(file: SourceFile): ImportStatement[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const found: ImportStatement[] = [];
  const add = (specifier: ts.Node | undefined, kind: ImportStatement['kind']): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const line = tree.getLineAndCharacterOfPosition(specifier.getStart()).line + 1;
    found.push({ specifier: specifier.text, line, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node) ? 'type' : 'import');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, 'reexport');
    else if (ts.isExternalModuleReference(node)) add(node.expression, 'import');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    else if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], 'dynamic');
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** `import type …`; under verbatimModuleSyntax, `import { type A }` still loads the module. */
function isErased(node: ts.ImportDeclaration): boolean {
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function isLoad(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
