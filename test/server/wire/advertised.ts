import * as protocol from 'vscode-languageserver-protocol/node';

/** A method of LSP as the protocol library knows it: who sends it, and what a server says that offers it. */
export interface ProtocolMethod {
  readonly method: string;
  readonly fromServer: boolean;
  /** The capability, as a path: `renameProvider.prepareProvider`; undefined for those that need none. */
  readonly capability: string | undefined;
}

export const PROTOCOL_METHODS: readonly ProtocolMethod[] = Object.values<unknown>(protocol)
  .filter(isMessage)
  .map(({ method, messageDirection, capabilities }) => ({
    method,
    fromServer: messageDirection === 'serverToClient',
    capability: capabilities?.server,
  }))
  .toSorted((a, b) => a.method.localeCompare(b.method));

interface Message {
  readonly method: string;
  readonly messageDirection: string;
  readonly capabilities?: { readonly server?: string };
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'method' in value && 'messageDirection' in value;
}

/** The methods that clients may send, for a server with these capabilities that registered these methods besides. */
export function advertised(capabilities: unknown, registered: Iterable<string> = []): readonly string[] {
  const offered = PROTOCOL_METHODS.filter(
    ({ fromServer, capability }) => !fromServer && capability !== undefined && isSet(capabilities, capability),
  );
  return [...new Set([...offered.map(({ method }) => method), ...registered, ...ownRequests(capabilities)])].toSorted();
}

/** Requests beyond LSP, as the server says that it has them. */
function ownRequests(capabilities: unknown): readonly string[] {
  const { experimental } = capabilities as { experimental?: { requests?: readonly string[] } };
  return experimental?.requests ?? [];
}

function isSet(capabilities: unknown, path: string): boolean {
  let value = capabilities;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value !== undefined && value !== null && value !== false;
}
