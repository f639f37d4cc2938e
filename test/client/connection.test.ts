import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from '@temporalio/client';
import { openConnection } from '../../src/client/connection.js';
import { until } from '../support/until.js';

/** For a call to fail, also on a busy machine. */
const FAILS_WITHIN_MS = 300;

/** Longer than the first waits of the SDK before it tries a call again. */
const A_WAIT_MS = 1_000;

let server: Http2Server;
let address = '';
const calls: string[] = [];
const sessions = new Set<ServerHttp2Session>();
beforeEach(async () => {
  calls.length = 0;
  // Says of all that it is so, but of one call nothing.
  server = createServer();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, headers) => {
    const call = String(headers[':path']).split('/').at(-1) ?? '';
    calls.push(call);
    stream.on('error', () => {});
    if (call === 'GetClusterInfo') return;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5)); // a message without fields
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(lose);

function lose(): void {
  for (const session of sessions) session.destroy();
  sessions.clear();
  server.close();
}

describe('a connection', () => {
  it('that is closed while a call waits to be tried again ends nothing but itself', async () => {
    const { connection, close } = await openConnection({ address });
    const { answer } = await asked(connection);
    lose();
    await sleep(FAILS_WITHIN_MS); // its next attempt is to come: the waits are far longer than the attempts
    await close();
    await expect(answer).rejects.toMatchObject({ details: expect.any(String) });
    // What is thrown in a timer fails the whole file.
    await sleep(A_WAIT_MS);
  });

  it('that is closed with a call in flight tells it so', async () => {
    const { connection, close } = await openConnection({ address });
    const { answer } = await asked(connection);
    await close();
    lose();
    await expect(answer).rejects.toMatchObject({ details: expect.any(String) });
    expect(calls.filter((call) => call === 'GetClusterInfo')).toHaveLength(1);
  });

  it('to nobody is SERVER_UNREACHABLE', async () => {
    lose();
    await expect(openConnection({ address, connectTimeout: 500 })).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
  });
});

/** A call that the server has heard, and does not answer. */
async function asked(connection: Connection): Promise<{ readonly answer: Promise<unknown> }> {
  const answer = connection.workflowService.getClusterInfo({});
  answer.catch(() => {});
  await until('it is asked', () => calls.includes('GetClusterInfo'));
  return { answer };
}
