import { beforeEach, describe, expect, it } from '@jest/globals';
import { exportRun } from '../../../src/client/bundle/export-run.js';
import { importRun } from '../../../src/client/bundle/import-run.js';
import { readArchived } from '../../../src/client/resume/archived-run.js';
import { writeJournal } from '../../../src/activities/journal-pages.js';
import type { JournalLine } from '../../../src/journal/line.js';
import type { RunRecord } from '../../../src/storage/archive/run-archive.js';
import { openStorage, type Storage } from '../../../src/storage/storage.js';
import { tempFolder } from '../../support/temp-folder.js';

const RUN = 'lh-audit-01m82gvsbzh526vm55vew7k92j';
const EARLIER = 'lh-audit-01m82gvsbzh526vm55vew7k92h';

let here: Storage;
let there: Storage;
beforeEach(async () => {
  here = openStorage(await tempFolder(), {});
  there = openStorage(await tempFolder(), {});
});

function ended(call: number, value: string): JournalLine {
  const outcome = { status: 'ok', value } as const;
  return {
    type: 'result',
    kind: 'agent',
    key: `key ${call}`,
    call,
    label: `agent ${call}`,
    restarts: 0,
    outcome,
    tokens: 1,
  };
}

/** A run with two agents, one of them taken over from an earlier run. */
async function keepRun(): Promise<void> {
  const pages = await writeJournal([ended(1, 'taken over')], here.blobs);
  const setup = await here.blobs.put(Buffer.from('the setup'));
  const spec = { run: RUN, script: { text: 'the script' }, setup, reuse: { from: EARLIER, pages, rule: 'keyed' } };
  await here.archive.begin({ format: 1, startedAt: 5, spec } as unknown as RunRecord);
  await here.archive.append(RUN, [ended(2, 'x'.repeat(70_000)), ended(3, 'a line\u2028and another')]);
  await here.transcripts.append({ run: EARLIER, call: 1 }, 0, 'said earlier');
  await here.transcripts.append({ run: RUN, call: 2 }, 0, 'asked');
  await here.transcripts.append({ run: RUN, call: 2 }, 1, 'answered');
  await here.archive.end(RUN, { result: { run: RUN } as never, tree: null, order: [2, 3], endedAt: 9 });
}

async function exported(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportRun(here, RUN)) lines.push(line.trimEnd());
  return lines;
}

function put(lines: readonly string[]): Promise<string> {
  return importRun(there, async function* () {
    yield* lines;
  });
}

describe('a run that was exported', () => {
  it('is the same where it is imported, also for the second time', async () => {
    await keepRun();
    for (let time = 0; time < 2; time++) {
      expect(await put(await exported())).toBe(RUN);
      expect(await readArchived(there, RUN)).toEqual(await readArchived(here, RUN));
      expect(await there.transcripts.read({ run: RUN, call: 2 })).toEqual(['asked', 'answered']);
      expect(await there.transcripts.read({ run: EARLIER, call: 1 })).toEqual(['said earlier']);
    }
    const { spec } = await readArchived(there, RUN);
    expect(Buffer.from(await there.blobs.get(spec.setup ?? '')).toString()).toBe('the setup');
  });

  it('is refused as a whole when anything of it was changed, or its end is missing', async () => {
    await keepRun();
    const lines = await exported();
    const changed = lines.map((line) => line.replace('answered', 'replaced'));
    const twice = [...lines, lines[0] ?? ''];
    for (const bad of [changed, lines.slice(0, -1), lines.slice(1), twice, ['no bundle'], []]) {
      await expect(put(bad)).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
    }
    expect(await there.archive.runs()).toEqual([]);
  });

  it('takes nothing that is there for another', async () => {
    await keepRun();
    const lines = await exported();
    const record = { ...(await here.archive.record(RUN)), startedAt: 6 } as RunRecord;
    await there.archive.begin(record);
    await expect(put(lines)).rejects.toMatchObject({ code: 'IMPORT_CONFLICT', fields: { run: RUN } });
    expect(await there.archive.record(RUN)).toEqual(record);
  });

  it('adds nothing to other runs that are known here', async () => {
    await keepRun();
    await there.archive.begin({ format: 1, startedAt: 1, spec: { run: EARLIER, script: { text: '' } } } as RunRecord);
    await put(await exported());
    expect(await there.transcripts.read({ run: EARLIER, call: 1 })).toEqual([]);
  });
});
