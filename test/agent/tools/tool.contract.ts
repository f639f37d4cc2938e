import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { MOST_BYTES } from '../../../src/agent/tools/limit-output.js';
import type { Tool, ToolResult } from '../../../src/agent/tools/tool.js';
import { openToolBench, textOf, type ToolBench } from '../../support/tool-bench.js';

/** How to call one tool. */
export interface ToolSample {
  /** A new instance each time: two must look alike to the model. */
  readonly create: () => Tool;
  /** Makes what `input` needs in the bench, if anything. */
  readonly prepare?: (bench: ToolBench) => Promise<unknown>;
  /** Works after `prepare`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Inputs to refuse, each with a word the refusal contains. */
  readonly bad: readonly (readonly [unknown, string])[];
  /** The field of the input that names a file or directory. */
  readonly pathField?: string;
}

/** Most that a result may say, in bytes: the limited text and what is said of the limit. */
const MOST_SAID = MOST_BYTES + 2_048;

/** What every tool must hold. */
export function describeTool(name: string, { create, prepare, input, bad, pathField }: ToolSample): void {
  const openBench = async (): Promise<ToolBench> => {
    const bench = await openToolBench();
    await prepare?.(bench);
    return bench;
  };

  describe(`${name} as a tool`, () => {
    it('is described by a JSON schema that takes what it takes', () => {
      const { definition } = create();
      const schema = 'input_schema' in definition ? definition.input_schema : {};
      const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
      expect(create().name).toBe(name);
      expect(definition.name).toBe(name);
      expect(validate(input)).toBe(true);
      expect(create().accept(input)).toMatchObject({ fits: true });
    });

    it('is described in the same words each time', () => {
      expect(JSON.stringify(create().definition)).toBe(JSON.stringify(create().definition));
    });

    it.each([[null, ''], ['text', ''], [[], ''], ...bad])(
      'refuses an input that does not fit, in words: %j',
      (given, word) => {
        const accepted = create().accept(given);
        expect(accepted).toMatchObject({ fits: false, mismatch: expect.stringContaining(word) });
        expect(JSON.stringify(accepted).length).toBeLessThan(2_000);
      },
    );

    it('works', async () => {
      const bench = await openBench();
      const result = await bench.call(create(), input);
      expect({ said: textOf(result), isError: result.isError }).toMatchObject({ isError: false });
      expectBounded(result);
    });

    it('stops with the leg', async () => {
      const bench = await openBench();
      const reason = new Error('the leg ends');
      const stopped = bench.call(create(), input, { signal: AbortSignal.abort(reason) });
      // One that is done at once may be done; any other throws what the signal says.
      await expect(
        stopped.catch((error: Error) => (isAbort(error, reason) ? 'stopped' : error)),
      ).resolves.not.toBeInstanceOf(Error);
    });

    if (pathField === undefined) return;
    it.each(Object.entries(HOSTILE_PATHS))('says what is wrong with a path: %s', async (_what, hostile) => {
      const bench = await openBench();
      const path = await hostile(bench);
      const tool = create();
      const accepted = tool.accept({ ...input, [pathField]: path });
      if (!accepted.fits) {
        expect(accepted.mismatch).toContain(pathField);
        return;
      }
      const result = await tool.run(accepted.input, bench.context);
      expect(textOf(result)).not.toBe('');
      expectBounded(result);
    });

    it('refuses paths that no system has', async () => {
      const bench = await openBench();
      const tool = create();
      expect(tool.accept({ ...input, [pathField]: 'x'.repeat(5_000) }).fits).toBe(false);
      expect(await bench.call(tool, { ...input, [pathField]: 'a\0b' })).toMatchObject({ isError: true });
      expect(await bench.call(tool, { ...input, [pathField]: 'x'.repeat(3_000) })).toMatchObject({ isError: true });
    });
  });
}

function expectBounded(result: ToolResult): void {
  expect(Buffer.byteLength(textOf(result))).toBeLessThan(MOST_SAID);
}

function isAbort(error: Error, reason: Error): boolean {
  return error === reason || error.name === 'AbortError';
}

/** Each makes something odd in the bench and says how to point a tool at it. */
const HOSTILE_PATHS: Readonly<Record<string, (bench: ToolBench) => Promise<string> | string>> = {
  'a NUL': () => 'a.txt\0.png',
  'many characters': () => 'x/'.repeat(2_000),
  'a long name': () => 'x'.repeat(300),
  'far up': () => '../'.repeat(100) + 'no-such-place/x',
  'blanks and signs': () => ' -rf $(id) `id` ; * \u202e\n.txt',
  'half a character': () => 'a\ud800b',
  'a home': () => '~/x',
  'a directory': async ({ workspace }) => {
    await mkdir(`${workspace}/folder`);
    return 'folder';
  },
  'below a file': () => 'a.txt/x',
  'no permission': async (bench) => {
    await chmod(await bench.put('locked.txt', 'x'), 0o000);
    return 'locked.txt';
  },
  'a link to nothing': async ({ workspace }) => {
    await symlink('nothing', `${workspace}/dangling`);
    return 'dangling';
  },
  'behind a link to nothing': async ({ workspace }) => {
    await symlink('nothing', `${workspace}/dangling`);
    return 'dangling/x';
  },
  'a link to itself': async ({ workspace }) => {
    await symlink('loop', `${workspace}/loop`);
    return 'loop';
  },
  'a pipe': ({ workspace }) => {
    execFileSync('mkfifo', [`${workspace}/pipe`]);
    return 'pipe';
  },
  'a device without end': () => '/dev/zero',
  'a file of the system': () => '/proc/self/environ-no',
};
