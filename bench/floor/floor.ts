import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { CAPACITY_ALONE, LOOPBACK } from '../../src/worker/capacity.js';

const TASK_QUEUE = 'floor';

/** Milliseconds of plain Temporal for the same number of activities: same server, same worker settings. */
export interface Floor {
  measure(count: number, concurrency: number, ms: number): Promise<number>;
  close(): Promise<void>;
}

export async function openFloor(address: string, namespace: string): Promise<Floor> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
  const connection = await NativeConnection.connect({ address, ...LOOPBACK });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    activities: { idle: (ms: number) => (ms > 0 ? sleep(ms) : undefined) },
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    }),
    ...CAPACITY_ALONE,
  });
  const running = worker.run();
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  let runs = 0;
  return {
    async measure(count, concurrency, ms) {
      const since = performance.now();
      const workflowId = `floor-${process.pid}-${runs++}`;
      await client.workflow.execute('floor', { taskQueue: TASK_QUEUE, workflowId, args: [count, concurrency, ms] });
      return performance.now() - since;
    },
    async close() {
      worker.shutdown();
      await running;
      await client.connection.close();
      await connection.close();
    },
  };
}
