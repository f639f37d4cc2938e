// The daemon's gateway, a process: `node dist/client/gateway/main.js`. Keeps a client connected, and answers for it.
// Prints one line of JSON on stdout when it listens.

import { messageOf } from '../../config/message-of.js';
import { createRemoteCodec } from '../../storage/remote-codec.js';
import { openStorage } from '../../storage/storage.js';
import { connectClient } from '../longhaul-client.js';
import { serveCodec } from './serve-codec.js';
import { serveGateway } from './serve-gateway.js';

// The socket is its owner's alone from the moment it is there.
process.umask(0o077);

const place = required('LONGHAUL_STORAGE');
const client = await connectClient({
  connection: { address: required('LONGHAUL_ADDRESS') },
  namespace: required('LONGHAUL_NAMESPACE'),
  storage: place,
});
await serveGateway(required('LONGHAUL_GATEWAY'), client);
process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);
if (process.env.LONGHAUL_CODEC_ENDPOINT !== 'off') await openCodecEndpoint();

// Who asks has another way to the server: nothing needs to be finished.
process.on('SIGTERM', () => process.exit(0));

/** For the Web UI alone: what keeps it from being served keeps nobody from working. */
async function openCodecEndpoint(): Promise<void> {
  const [port, uiPort] = [required('LONGHAUL_CODEC_PORT'), required('LONGHAUL_UI_PORT')].map(Number);
  if (!port || !uiPort) return;
  try {
    await serveCodec({ port, uiPort }, createRemoteCodec(openStorage(place, process.env)));
  } catch (error) {
    process.stderr.write(`longhaul gateway: the Web UI gets no codec endpoint: ${messageOf(error)}\n`);
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  process.stderr.write(`longhaul gateway: ${name} is not set\n`);
  process.exit(2);
}
