import { afterEach, describe, expect, it } from '@jest/globals';
import { followRun } from '../../../src/cli/dashboard/feed/follow-run.js';
import { Link } from '../../../src/cli/dashboard/feed/link.js';
import { PastRuns } from '../../../src/cli/dashboard/feed/past.js';
import { feedRuns } from '../../../src/cli/dashboard/feed/run-list.js';
import { watchAgent } from '../../../src/cli/dashboard/feed/watch-agent.js';
import { emptyScene } from '../../../src/cli/dashboard/scene/scene.js';
import { WatchedRun } from '../../../src/cli/dashboard/scene/watched-run.js';
import type { LonghaulClient } from '../../../src/client/longhaul-client.js';
import type { RunArchive } from '../../../src/storage/archive/run-archive.js';
import type { RunHappening } from '../../../src/workflows/events.js';
import { listed, RUN, watchedRun } from '../../support/dashboard-scene.js';
import { done, eventsOf, queued, running, started } from '../../support/run-story.js';
import { until } from '../../support/until.js';

let leaving = new AbortController();
afterEach(() => {
  leaving.abort();
  leaving = new AbortController();
});

const ignore = (): void => undefined;
const clientOf = (parts: object): LonghaulClient => ({ close: () => Promise.resolve(), ...parts }) as LonghaulClient;
const linkTo = (client: object, open: () => Promise<LonghaulClient> = () => Promise.reject(new Error('gone'))): Link =>
  new Link(clientOf(client), { open, changed: ignore, left: leaving.signal });

describe('the connection', () => {
  it('is opened again until it is there, and those who use the lost one are told (N1, N2)', async () => {
    const told: (number | null)[] = [];
    let attempts = 0;
    const second = clientOf({});
    const open = () => (++attempts < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve(second));
    const link = new Link(clientOf({}), { open, changed: (since) => told.push(since), left: leaving.signal });
    const first = await link.get();
    link.lose(first, 7);
    link.lose(first, 8);
    expect([first.lost.aborted, told]).toEqual([true, [7]]);
    const again = await link.get();
    expect([again.client, again.lost.aborted, attempts, told]).toEqual([second, false, 2, [7, null]]);
    link.lose(first, 9);
    expect(await link.get()).toBe(again);
  });
});

describe('runs that only a record tells of', () => {
  const OLD = 'lh-old-01kam2v5x7abcdefghjkmnpqrs';
  const OLDER = 'lh-older-01kam0000000000000000000rs';
  const endings: string[] = [];
  const archive = {
    runs: () => Promise.resolve([OLDER, OLD, RUN, 'not-ours']),
    ending: (run: string) => {
      endings.push(run);
      if (run === OLDER) return Promise.reject(new Error('damaged'));
      return Promise.resolve({ result: { status: 'completed', totals: { cost: { usd: 2, unknown: 0 } } }, endedAt: 5 });
    },
  } as unknown as RunArchive;

  it('are listed beside those that the server knows, the newest first, each record read once', async () => {
    const past = new PastRuns();
    for (let round = 0; round < 2; round++) {
      const rows = await past.beside(new Set([RUN]), archive);
      expect(rows.map(({ run, name, status, costUsd, from }) => [run, name, status, costUsd, from])).toEqual([
        [OLD, 'old', 'completed', 2, 'record'],
        [OLDER, 'older', null, null, 'record'],
      ]);
    }
    expect(endings).toEqual([OLD, OLDER]);
  });
});

describe('the list of runs', () => {
  const storage = () =>
    Promise.resolve({
      archive: {
        runs: () => Promise.resolve(['lh-old-01kam2v5x7abcdefghjkmnpqrs']),
        ending: () => Promise.resolve(null),
      },
    });
  const listOf = (count: number) =>
    async function* list({ limit }: { limit: number }) {
      for (let index = 0; index < Math.min(count, limit); index++)
        yield listed({ run: `lh-${index}`, startedAt: 2e12 });
    };
  const fed = async (client: object, most: number | null) => {
    const scene = emptyScene('project');
    const link = linkTo(client);
    let changes = 0;
    const options = { most: () => most, now: () => 42, changed: () => changes++, left: leaving.signal };
    const feeding = feedRuns(link, scene, options);
    return { scene, link, feeding, changes: () => changes };
  };

  it('holds the newest, and what the server has forgotten when all of them are there', async () => {
    const all = await fed({ list: listOf(3), storage }, 5);
    await until('it is there', () => all.scene.runs !== null);
    expect(all.scene.runs?.map(({ run }) => run)).toEqual([
      'lh-0',
      'lh-1',
      'lh-2',
      'lh-old-01kam2v5x7abcdefghjkmnpqrs',
    ]);
    const some = await fed({ list: listOf(9), storage }, 5);
    await until('it is there', () => some.scene.runs !== null);
    expect(some.scene.runs).toHaveLength(5);
  });

  it('finds out that the server is lost, also where nobody looks at it', async () => {
    const broken = {
      // oxlint-disable-next-line require-yield
      async *list() {
        throw new Error('unreachable');
      },
    };
    const { scene, link } = await fed(broken, null);
    const { lost } = await link.get();
    await until('it is found out', () => lost.aborted);
    expect(scene.runs).toBeNull();
  });
});

describe('a run that is followed', () => {
  const story: readonly RunHappening[] = [
    started('Find'),
    queued(1, 'a', 'Find'),
    running(1),
    done(1),
    { type: 'ended', status: 'completed' },
  ];

  it('goes on, over a lost connection, where it was', async () => {
    const asked: number[] = [];
    const handle = (cut: number) => ({
      isOpen: () => Promise.resolve(true),
      async *events(from: number) {
        asked.push(from);
        yield* eventsOf(story).slice(from, cut);
        if (cut < story.length) throw new Error('cut off');
      },
      result: () => Promise.resolve({ result: 'found' }),
    });
    const second = clientOf({ attach: () => handle(99) });
    const link = linkTo({ attach: () => handle(3) }, () => Promise.resolve(second));
    const { lost } = await link.get();
    const watched = new WatchedRun(RUN);
    const following = followRun(link, watched, { changed: ignore, left: leaving.signal });
    await until('it is cut off', () => watched.trouble !== null);
    expect(watched.trouble).toBe('cut off');
    link.lose(await link.get(), 0);
    expect(lost.aborted).toBe(true);
    await following;
    expect(asked).toEqual([0, 3]);
    expect([watched.events, watched.state.status, watched.result, watched.trouble]).toEqual([
      story.length,
      'completed',
      { result: 'found' },
      null,
    ]);
  });
});

describe('an agent that is looked at', () => {
  it('is read on from where it was, anew when it began anew, and no more when it has ended', async () => {
    const watched = watchedRun([started('Find'), queued(1, 'a', 'Find'), running(1)]);
    const reads: (readonly [restarts: number, from: number])[] = [];
    const transcripts = {
      read: ({ restarts }: { restarts: number }, from: number) => {
        reads.push([restarts, from]);
        const said = { kind: 'reply', reply: { content: [{ type: 'text', text: `${restarts}` }] } };
        const entry = from === 0 ? { ...said, origin: { prompt: 'look' } } : said;
        return Promise.resolve(from < 2 ? [entry] : []);
      },
    };
    const scene = emptyScene('project');
    const link = linkTo({
      storage: () => Promise.resolve({ transcripts }),
      attach: () => ({
        live: () => Promise.resolve([{ call: 1, leg: 1, turn: 2, tool: null, tokens: 3, preview: '' }]),
      }),
    });
    const looking = watchAgent(link, scene, watched, { call: 1, changed: ignore, left: leaving.signal });
    await until('more was read', () => reads.length === 2);
    await until('it is shown', () => scene.agent?.items.length === 2);
    expect(scene.agent).toMatchObject({ prompt: 'look', live: { turn: 2 }, trouble: null });
    watched.take({ type: 'restarted', call: 1, by: 'me', seq: 9, at: 0 });
    await until('it was read anew', () => reads.length === 3);
    watched.take({ ...done(1), seq: 10, at: 0 });
    await until('its end was read', () => reads.length === 4);
    expect(reads).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    await until('its end is shown', () => scene.agent?.live === null);
    leaving.abort();
    await looking;
    expect(reads).toHaveLength(4);
  });
});
