import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { FOLDER, renderSchemas } from '../../scripts/schemas/render.js';

const ROOT = new URL('../../', import.meta.url);
const files = renderSchemas();

describe('the published schemas', () => {
  it('are those that the types of what is printed are held to: `npm run schemas` writes them', async () => {
    const folder = new URL(`${FOLDER}/`, ROOT);
    expect((await readdir(folder)).toSorted()).toEqual([...files.keys()].toSorted());
    for (const [file, text] of files) expect(await readFile(new URL(file, folder), 'utf8')).toBe(text);
  });

  it('are all named in docs/json.md', async () => {
    const page = await readFile(new URL('docs/json.md', ROOT), 'utf8');
    for (const file of files.keys()) expect(page).toContain(`(schemas/${file})`);
  });

  it.each([...files])('%s is a schema, and asks for its own name', (file, text) => {
    const validate = new Ajv2020().compile(JSON.parse(text));
    expect(validate({ schema: 'longhaul/other/v1' })).toBe(false);
    expect(text).toContain(`"longhaul/${file.replace('.v1.json', '')}/v1"`);
  });

  it('take fields that a later release adds', () => {
    const validate = new Ajv2020().compile(JSON.parse(files.get('down.v1.json') ?? ''));
    expect(validate({ schema: 'longhaul/down/v1', stopped: true, later: 1 })).toBe(true);
    expect(validate({ schema: 'longhaul/down/v1', stopped: 'yes' })).toBe(false);
  });
});
