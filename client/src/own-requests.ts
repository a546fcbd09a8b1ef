import type { OwnRequests } from '@smtpd-conf/server';
import type { CancellationToken } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

type Method = keyof OwnRequests;

/** Sends one of the requests that go beyond LSP; rejects when the server does not know it or is gone. */
export type SendRequest = <M extends Method>(
  method: M,
  params: OwnRequests[M]['params'],
  token?: CancellationToken,
) => Promise<OwnRequests[M]['result']>;

/** Waits until the server runs, so that a command called at start-up is not lost. */
export function ownRequests(client: BaseLanguageClient): SendRequest {
  return async (method, params, token) => {
    await client.start();
    return token === undefined ? client.sendRequest(method, params) : client.sendRequest(method, params, token);
  };
}
