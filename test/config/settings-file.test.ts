import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettingsFile } from '../../src/config/settings-file.js';
import { tempFolder } from '../support/temp-folder.js';

const PRICE = { input: 1, output: 2, cacheWrite: 3, cacheWriteHour: 4, cacheRead: 0, webSearches: 6 };

async function settings(text: string): Promise<ReturnType<typeof readSettingsFile>> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'settings.json'), text);
  return readSettingsFile(folder);
}

describe('the settings file', () => {
  it('need not be there', async () => {
    expect(await readSettingsFile(await tempFolder())).toEqual({ prices: {} });
  });

  it('gives prices of models', async () => {
    expect(await settings(JSON.stringify({ prices: { mine: PRICE } }))).toEqual({ prices: { mine: PRICE } });
  });

  it.each([
    '[]',
    '{',
    '{"prices": 3}',
    '{"prices": {"mine": {"input": 1}}}',
    JSON.stringify({ prices: { mine: { ...PRICE, input: -1 } } }),
    JSON.stringify({ prices: { mine: { ...PRICE, long: { over: 5 } } } }),
  ])('%s is refused with its path', async (text) => {
    await expect(settings(text)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  });
});
