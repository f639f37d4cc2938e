import { asyncLocalStorage, Context } from '@temporalio/activity';
import { describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type NativeConnection } from '@temporalio/worker';
import { withoutAsyncHooks } from '../../src/worker/activity-context.js';

const connection = {} as NativeConnection;
withoutAsyncHooks(connection);

describe('the context of an activity', () => {
  it('is its own until it awaits, however many are at work', async () => {
    const taskOf = async (): Promise<string> => {
      const { activityId } = Context.current().info;
      await Promise.resolve();
      return activityId;
    };
    const ids = ['first', 'second', 'third'];
    const ran = ids.map((activityId) => new MockActivityEnvironment({ activityId }).run(taskOf));
    expect(await Promise.all(ran)).toEqual(ids);
  });

  it('is none later, rather than that of another', async () => {
    const late = async (): Promise<unknown> => {
      await Promise.resolve();
      return Context.current();
    };
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
    await expect(environment.run(late)).rejects.toThrow('Activity context not initialized');
  });

  it('is what it was when one begins within another, or throws', () => {
    const [outer, inner] = [{ name: 'outer' }, { name: 'inner' }] as unknown as [Context, Context];
    asyncLocalStorage.run(outer, () => {
      expect(() =>
        asyncLocalStorage.run(inner, () => {
          expect(asyncLocalStorage.getStore()).toBe(inner);
          throw new Error('at once');
        }),
      ).toThrow('at once');
      expect(asyncLocalStorage.getStore()).toBe(outer);
    });
    expect(asyncLocalStorage.getStore()).toBeUndefined();
  });
});

it('a call of the worker is made whatever becomes of its signal', async () => {
  expect(await connection.withAbortSignal(AbortSignal.abort(), async () => 'sent')).toBe('sent');
});
