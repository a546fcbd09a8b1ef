import type { InitializeParams } from 'vscode-languageserver';

/** What the client on the other side can do, as far as it matters here. */
export interface Client {
  /** It asks for diagnostics, so that pushed ones would be there twice. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesHints: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesTokens: boolean;
  /** It answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly workspaceFolders: boolean;
  /** It tells of other open documents than those in our language when it is asked to. */
  readonly registersDocuments: boolean;
  /** It tells of changed files when it is asked to. */
  readonly watchesFiles: boolean;
  readonly tellsSettings: boolean;
  /** It runs our commands: those of code lenses. */
  readonly commands: boolean;
  /** It wants to be told when what `smtpd/status` answers has become something else. */
  readonly statusChanges: boolean;
}

export function clientOf({ capabilities, initializationOptions }: InitializeParams): Client {
  const { workspace, textDocument } = capabilities;
  const asksFor = (name: string): boolean => {
    const options: unknown = initializationOptions;
    return typeof options === 'object' && options !== null && (options as Record<string, unknown>)[name] === true;
  };
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    refreshesHints: workspace?.inlayHint?.refreshSupport ?? false,
    refreshesLenses: workspace?.codeLens?.refreshSupport ?? false,
    refreshesTokens: workspace?.semanticTokens?.refreshSupport ?? false,
    configuration: workspace?.configuration ?? false,
    workspaceFolders: workspace?.workspaceFolders ?? false,
    registersDocuments: textDocument?.synchronization?.dynamicRegistration ?? false,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    tellsSettings: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    commands: asksFor('commands'),
    statusChanges: asksFor('statusChanges'),
  };
}
