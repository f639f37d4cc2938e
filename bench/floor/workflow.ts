import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(i: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });

/** The floor: what Temporal itself needs for `count` activities that do nothing, `concurrency` at a time. */
export async function floor(count: number, concurrency: number): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await nothing(next++);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane));
  return count;
}
