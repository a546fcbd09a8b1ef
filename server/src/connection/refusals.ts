import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Server } from './server.js';

/** Why a server at this stage answers no requests; undefined where it does. */
export function refusal({ stage }: Server): ResponseError<void> | undefined {
  switch (stage) {
    case 'new':
      return new ResponseError(ErrorCodes.ServerNotInitialized, 'Send "initialize" first.');
    case 'running':
      return undefined;
    case 'ended':
      return new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down; start another one.');
  }
}
