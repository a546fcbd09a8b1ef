import {
  type Disposable,
  ErrorCodes,
  type Message,
  type MessageReader,
  MessageType,
  type MessageWriter,
} from 'vscode-languageserver';
import { MESSAGE_SHAPES } from './message-shapes.js';
import { misfit, object, optional, text, token } from './shapes.js';

/** What JSON-RPC has: a request with an id and a method, a notification without an id, an answer without a method. */
const ENVELOPE = object({ method: optional(text) });
const REQUEST = object({ id: token, method: text });
/** How Node's reader words a frame whose end nobody knows; what follows it can no longer be cut into messages. */
const LOST = /Content-Length|Message header/;

/** Passed on when the client has gone, after everything that it has said. */
export const GONE = '$/smtpd/gone';

/** Why a message is not passed on: what its sender is answered, or, for what nobody waits for, what the log says. */
type Fault =
  | { readonly type: 'answer'; readonly id: string | number | null; readonly code: number; readonly message: string }
  | { readonly type: 'log'; readonly message: string };

function faultOf(value: unknown): Fault | undefined {
  const shape = misfit(value, ENVELOPE, 'message');
  if (shape !== undefined) return invalid(shape);
  const { id, method, params } = value as { id?: string | number; method?: string; params?: unknown };
  if (method === undefined) return id === undefined ? invalid('"message.method" is missing.') : undefined;
  const request = id === undefined ? undefined : misfit(value, REQUEST, 'message');
  if (request !== undefined) return invalid(`${method}: ${request}`);
  const expected = MESSAGE_SHAPES.get(method);
  const found = expected === undefined ? undefined : misfit(named(params), expected);
  if (found === undefined) return undefined;
  return id === undefined
    ? { type: 'log', message: `${method} is left out: ${found}` }
    : { type: 'answer', id, code: ErrorCodes.InvalidParams, message: `${method}: ${found}` };
}

/** JSON-RPC lets params stand in a list as well, and clients send them so; methods of LSP have one. */
function named(params: unknown): unknown {
  return Array.isArray(params) && params.length > 0 ? params[0] : params;
}

function invalid(message: string): Fault {
  return { type: 'answer', id: null, code: ErrorCodes.InvalidRequest, message };
}

/**
 * A reader that passes on what is a message with the params of its method. Whatever else the client sends is answered
 * here, where it is a request, and otherwise said in the client's log: the library below would do so in JavaScript's words,
 * or not at all.
 *
 * @param lost called where nothing that follows can be read any more
 */
export function checkedReader(reader: MessageReader, writer: MessageWriter, lost: () => void): MessageReader {
  const tell = async (fault: Fault): Promise<void> => {
    const { message } = fault;
    const said =
      fault.type === 'answer'
        ? { id: fault.id, error: { code: fault.code, message } }
        : { method: 'window/logMessage', params: { type: MessageType.Error, message } };
    // A client that is gone needs no answer; that it is, the reader says.
    await writer.write({ jsonrpc: '2.0', ...said } as Message).catch(() => undefined);
  };
  let isLost = false;
  reader.onError((error) => {
    if (isLost) return;
    const message = error.message.replaceAll('\n', ' ');
    if (LOST.test(message)) {
      isLost = true;
      void tell({ type: 'log', message: `${message}. What follows cannot be read; start the server again.` }).then(
        lost,
      );
    } else if (error instanceof SyntaxError) {
      void tell({ type: 'answer', id: null, code: ErrorCodes.ParseError, message: `A message is no JSON: ${message}` });
    } else void tell({ type: 'log', message: `Messages cannot be read: ${message}` });
  });
  return {
    onError: () => NOTHING,
    // The connection would answer nothing more of what it has not come to yet.
    onClose: () => NOTHING,
    onPartialMessage: reader.onPartialMessage,
    listen: (pass) => {
      reader.onClose(() => pass({ jsonrpc: '2.0', method: GONE } as Message));
      return reader.listen((message) => {
        const fault = faultOf(message);
        if (fault !== undefined) void tell(fault);
        else if ('params' in message) pass({ ...message, params: named(message.params) } as Message);
        else pass(message);
      });
    },
    dispose: () => reader.dispose(),
  };
}

const NOTHING: Disposable = { dispose: () => undefined };
