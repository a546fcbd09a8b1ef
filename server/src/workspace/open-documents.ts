import { Source } from '@smtpd-conf/grammar';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { measureBy } from '../to-lsp/positions.js';
import { pathOf } from './uri.js';

/** What an editor has open, at its newest version. */
export interface OpenDocument {
  readonly uri: string;
  /** The path of its file, by which configurations name it. */
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly source: Source;
}

/** The documents that the client has open. They win over what is on disk. */
export class OpenDocuments {
  private readonly byUri = new Map<string, OpenDocument & { readonly text: TextDocument }>();
  private readonly uriByPath = new Map<string, string>();

  all(): readonly OpenDocument[] {
    return [...this.byUri.values()];
  }

  get(uri: string): OpenDocument | undefined {
    return this.byUri.get(uri);
  }

  /** The text of an open file by its path. */
  textOf(path: string): string | undefined {
    return this.byUri.get(this.uriByPath.get(path) ?? '')?.source.text;
  }

  /** The URI that the client itself uses for a file, where it has that open. */
  uriOf(path: string): string | undefined {
    return this.uriByPath.get(path);
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    this.set(TextDocument.create(uri, languageId, version, text));
  }

  /** Applies changes in their order; false where they are older than what is here, or to a document that is not open. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): boolean {
    const before = this.byUri.get(uri);
    if (before === undefined || version <= before.version) return false;
    this.set(TextDocument.update(before.text, [...changes], version));
    return true;
  }

  close(uri: string): void {
    this.byUri.delete(uri);
    this.uriByPath.delete(pathOf(uri));
  }

  private set(text: TextDocument): void {
    const { uri, version, languageId } = text;
    const path = pathOf(uri);
    const source = new Source(path, text.getText());
    measureBy(source, text);
    this.byUri.set(uri, { uri, path, languageId, version, source, text });
    this.uriByPath.set(path, uri);
  }
}
