import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { look, untold } from '../../src/cli/look.js';
import { whyOf } from '../../src/cli/why.js';
import type { LonghaulClient } from '../../src/client/longhaul-client.js';
import type { RunHandle } from '../../src/client/run-handle.js';
import { LonghaulError } from '../../src/config/errors.js';
import { RECORD_FORMAT } from '../../src/storage/archive/run-archive.js';
import { openStorage } from '../../src/storage/storage.js';
import { RUN, storyOf } from '../support/report-story.js';
import { tempFolder } from '../support/temp-folder.js';

it('a run that goes on and whose worker is silent is told from its record, and waits for a worker', async () => {
  const storage = openStorage(join(await tempFolder(), 'storage'), {});
  const { spec } = storyOf({ agents: [] });
  if (!spec) throw new Error('there is no spec');
  await storage.archive.begin({ format: RECORD_FORMAT, spec, startedAt: 1_000 });
  const handle: Partial<RunHandle> = {
    run: RUN,
    isOpen: () => Promise.resolve(true),
    overview: () => Promise.reject(new LonghaulError('NO_WORKER', { run: RUN })),
  };
  const client: Partial<LonghaulClient> = {
    find: () => Promise.resolve(handle as RunHandle),
    attach: () => handle as RunHandle,
    storage: () => Promise.resolve(storage),
  };

  const seen = await look(RUN, client as LonghaulClient);
  expect(seen).toMatchObject({ worker: 'silent', goesOn: true, from: 'record', state: { name: 'audit' } });
  expect(untold(seen)).toMatchObject({ seq: 0, state: { name: '' } }); // its events are none of the run's
  expect(whyOf(seen, 2_000)).toMatchObject({ waitsFor: 'worker', command: 'longhaul status' });
});
