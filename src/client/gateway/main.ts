// The daemon's gateway, a process: `node dist/client/gateway/main.js`. Keeps a client connected, and answers for it.
// Prints one line of JSON on stdout when it listens.

import { connectClient } from '../longhaul-client.js';
import { serveGateway } from './serve-gateway.js';

// The socket is its owner's alone from the moment it is there.
process.umask(0o077);

const client = await connectClient({
  connection: { address: required('LONGHAUL_ADDRESS') },
  namespace: required('LONGHAUL_NAMESPACE'),
  storage: required('LONGHAUL_STORAGE'),
});
await serveGateway(required('LONGHAUL_GATEWAY'), client);
process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);

// Who asks has another way to the server: nothing needs to be finished.
process.on('SIGTERM', () => process.exit(0));

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`longhaul gateway: ${name} is not set\n`);
  process.exit(2);
}
