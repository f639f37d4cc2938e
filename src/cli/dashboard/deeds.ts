import type { LonghaulClient } from '../../client/longhaul-client.js';
import type { SaveTo } from '../../client/save-workflow.js';
import type { Notice } from './scene/scene.js';
import type { Deed } from './ui.js';

/** Files the script of a run as a workflow; answers its file. */
export type SaveScript = (
  client: LonghaulClient,
  run: string,
  wish: { readonly name: string; readonly to: SaveTo },
) => Promise<string>;

/** Does what a person wants done, in their name; what came of it, in words. Never throws what `client` throws. */
export async function fulfil(deed: Deed, client: LonghaulClient, by: string, save: SaveScript): Promise<Notice> {
  try {
    return { kind: 'done', text: await done(deed, client, by, save) };
  } catch (error) {
    return { kind: 'failed', text: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function done(deed: Deed, client: LonghaulClient, by: string, save: SaveScript): Promise<string> {
  switch (deed.do) {
    case 'pause':
      await client.attach(deed.run).pause({ by });
      return 'paused: agents at work stop at their next turn and lose nothing';
    case 'resume':
      await client.attach(deed.run).resume({ by });
      return 'it goes on';
    case 'stop':
      await client.attach(deed.run).stop({ by });
      return 'the run is stopped';
    case 'kill':
      await client.attach(deed.run).kill({ by, call: deed.call });
      return 'the agent is killed: its call gives null';
    case 'restart':
      await client.attach(deed.run).restart({ by, call: deed.call });
      return 'the agent begins anew';
    case 'save':
      return `saved as ${await save(client, deed.run, { name: deed.name, to: deed.to })}`;
    case 'raise':
      await client.attach(deed.run).raise({ by, ...deed.caps });
      return 'it may take more';
    case 'approve': {
      const { run, row } = deed.asking;
      await client.attach(run).approve({ by, call: row.call, ask: row.ask.id, for: deed.for });
      return APPROVED[deed.for];
    }
    case 'deny': {
      const { run, row } = deed.asking;
      await client.attach(run).deny({ by, call: row.call, ask: row.ask.id });
      return 'denied: the agent is told, and goes on';
    }
    case 'answer': {
      const { run, row } = deed.asking;
      await client.attach(run).answer({ by, call: row.call, ask: row.ask.id, answers: deed.answers });
      return 'answered';
    }
  }
}

const APPROVED = {
  once: 'approved',
  run: 'approved, for the rest of this run',
  always: 'approved, for all runs to come',
} as const;
