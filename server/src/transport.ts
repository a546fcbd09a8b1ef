import {
  createServerPipeTransport,
  createServerSocketTransport,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageReader,
  type MessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/**
 * How the client wants to be spoken to, by the arguments that it has started the program with, of which the first that
 * says so counts: --stdio, --node-ipc, --socket=PORT, --pipe=NAME. Standard input and output where none does.
 */
export function transportOf(args: readonly string[]): readonly [MessageReader, MessageWriter] {
  for (const arg of args) {
    const [name, value] = arg.split('=', 2);
    if (name === '--stdio') break;
    if (name === '--node-ipc') return [new IPCMessageReader(process), new IPCMessageWriter(process)];
    if (name === '--socket' && value) return createServerSocketTransport(Number(value));
    if (name === '--pipe' && value) return createServerPipeTransport(value);
  }
  return [new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)];
}
