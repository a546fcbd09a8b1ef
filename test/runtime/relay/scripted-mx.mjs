// A mail server that says what it is told to: node scripted-mx.mjs HOST PORT SCRIPT DIR, where SCRIPT is one of those below and
// DIR has `cert` and `key`. It prints a line when it listens.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** What is answered to a command that begins so; the first that fits. */
const USUAL = [
  ['EHLO', '250 mx.example'],
  ['MAIL', '250 2.1.0 sender'],
  ['RCPT', '250 2.1.5 recipient'],
  ['DATA', '354 go on'],
  ['.', '250 2.0.0 taken'],
  ['RSET', '250 2.0.0 reset'],
  ['QUIT', '221 2.0.0 bye'],
];

const SCRIPTS = {
  takes: USUAL,
  silent: undefined,
  'many lines': [['EHLO', '250-mx.example\r\n250-8BITMIME\r\n250 HELP'], ...USUAL],
  pipelining: [['EHLO', '250-mx.example\r\n250 PIPELINING'], ...USUAL],
  starttls: [['EHLO', '250-mx.example\r\n250 STARTTLS'], ['STARTTLS', '220 2.0.0 ready'], ...USUAL],
  'no sender': [['MAIL', '550 5.1.8 not from there'], ...USUAL],
  'some recipients': [['RCPT TO:<no', '550 5.1.1 nobody'], ['RCPT TO:<later', '450 4.2.0 later'], ...USUAL],
  'no data': [['DATA', '451 4.3.0 not now'], ...USUAL],
  'no message': [['.', '554 5.6.0 not this'], ...USUAL],
};

const [, , host, port, name, directory] = process.argv;

function serve(socket, answers) {
  let text = '';
  let inMessage = false;
  socket.on('error', () => undefined);
  socket.on('data', function take(bytes) {
    text += bytes.toString('latin1');
    for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (inMessage && line !== '.') continue;
      const reply =
        answers.find(([command]) => line.toUpperCase().startsWith(command.toUpperCase()))?.[1] ?? '500 what';
      inMessage = reply.startsWith('354');
      socket.write(`${reply}\r\n`);
      if (line === 'QUIT') socket.end();
      if (line === 'STARTTLS') {
        socket.off('data', take);
        serve(new TLSSocket(socket, { isServer: true, secureContext: certificate() }), answers);
      }
    }
  });
}

function certificate() {
  return createSecureContext({ cert: readFileSync(`${directory}/cert`), key: readFileSync(`${directory}/key`) });
}

createServer((socket) => {
  const answers = SCRIPTS[name];
  if (!answers) return;
  socket.write('220 mx.example ESMTP\r\n');
  serve(socket, answers);
}).listen(Number(port), host, () => process.stdout.write('listening\n'));
