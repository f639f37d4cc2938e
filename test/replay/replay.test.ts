import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createDataConverter } from '../../src/storage/payload-offload.js';
import { openStorage } from '../../src/storage/storage.js';
import { BUNDLE_FILE } from '../../src/worker/build.js';
import { HISTORIES, HISTORY_BLOBS, historyFile } from './histories.js';
import { STORIES } from './stories.js';

const WITHIN_MS = 60_000;
const code = readFileSync(BUNDLE_FILE, 'utf8');

beforeAll(() => {
  // Replays that are meant to fail need not be seen in the log.
  const telemetryOptions = { logging: { filter: 'ERROR', forward: {} } };
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions });
});

describe('a recorded run', () => {
  it('is there for every story, and no other', () => {
    const recorded = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'));
    expect(recorded.sort()).toEqual(STORIES.map(({ name }) => `${name}.json`).sort());
  });

  it.each(STORIES.map(({ name }) => name))('replays: %s', (name) => replay(readHistory(name), code), WITHIN_MS);
});

describe('a change that recorded runs would not survive is noticed', () => {
  it.each([
    ['agents are admitted last in, first out', 'fan-out', 'this.waiting.shift()', 'this.waiting.pop()'],
    ['the driver does not rest after a long computation', 'long-computation', 'this.gasOfActivation() >', 'false &&'],
    ['a pause lets legs go on', 'pause-resume', 'place.leg.cancel()', 'undefined'],
  ])(
    '%s',
    async (_change, story, from, to) => {
      expect(code).toContain(from);
      await expect(replay(readHistory(story), code.replaceAll(from, to))).rejects.toThrow(/nondeterminism/i);
    },
    WITHIN_MS,
  );

  it(
    'the script in the input is another',
    async () => {
      const history = readHistory('sequential');
      const [input] = history.events[0]?.workflowExecutionStartedEventAttributes?.input.payloads ?? [];
      if (!input) throw new Error('the history has no input');
      const spec = Buffer.from(input.data, 'base64').toString('utf8');
      expect(spec).toContain('i < 5');
      input.data = Buffer.from(spec.replaceAll('i < 5', 'i < 4')).toString('base64');
      await expect(replay(history, code)).rejects.toThrow(/nondeterminism/i);
    },
    WITHIN_MS,
  );
});

/** What is looked at of Temporal's JSON form of a history. */
interface History {
  readonly events: readonly {
    readonly workflowExecutionStartedEventAttributes?: {
      readonly input: { readonly payloads: readonly { data: string }[] };
    };
  }[];
}

function readHistory(story: string): History {
  return JSON.parse(readFileSync(historyFile(story), 'utf8')) as History;
}

/** Rejects when the workflow, as it is in `bundle`, would not do again what the history says. */
async function replay(history: History, bundle: string): Promise<void> {
  const dataConverter = createDataConverter(openStorage(dirname(HISTORY_BLOBS), {}));
  await Worker.runReplayHistory({ workflowBundle: { code: bundle }, dataConverter }, history);
}
