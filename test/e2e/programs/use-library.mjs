// Another program that uses the package: node use-library.mjs ADDRESS NAMESPACE STORAGE FOLDER ARGS
// Says what it sees in lines of JSON, and goes on when it is told to on its standard input.

import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectClient, isLonghaulError, prepareRun } from 'longhaul';

const [address, namespace, storage, folder, args] = process.argv.slice(2);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const told = createInterface({ input: process.stdin });
const BY = { by: 'another program' };

const client = await connectClient({ connection: { address }, namespace, storage });
const limits = { concurrency: 1, heartbeatTimeoutMs: 5_000 };
const prepared = await prepareRun(
  { script: join(folder, 'script.js'), workspace: folder, args, limits },
  { env: {}, home: folder },
);
const run = await client.start(prepared);

const seen = [];
for await (const event of run.events()) {
  seen.push(event.type);
  if (event.type === 'running') break;
}
await run.pause(BY);
while ((await run.overview()).running > 0) await sleep(50);
const hasty = await connectClient({ connection: { address }, namespace, storage });
const givenUp = hasty
  .attach(run.run)
  .result()
  .catch(({ code }) => code);
await hasty.close();
say({ run: run.run, status: (await run.overview()).status, seen, givenUp: await givenUp });
await once(told, 'line');

const again = client.attach(run.run);
await again.resume(BY);
for await (const event of again.events(seen.length)) seen.push(event.type);

const result = await again.result();
const refused = await again.pause(BY).catch((error) => (isLonghaulError(error) ? error.code : String(error)));
// The server's index is behind by a moment.
let listed = [];
while (!listed[0]?.endedAt) {
  await sleep(50);
  listed = [];
  for await (const row of client.list({ name: 'test-script' })) listed.push(row);
}
const past = await client.past('test-script', 5);
const inbox = await client.inbox();
say({ seen, result, cost: await again.cost(1), refused, listed, past, inbox });
await client.close();
told.close();
process.stdin.destroy();
