import { proxyActivities } from '@temporalio/workflow';

const { idle } = proxyActivities<{ idle(ms: number): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** What Temporal itself needs for `count` activities that only wait `ms`, `concurrency` at a time. */
export async function floor(count: number, concurrency: number, ms: number): Promise<void> {
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < count) {
      started++;
      await idle(ms);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
}
