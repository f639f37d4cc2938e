import { describe, expect, it } from '@jest/globals';
import { readArchived } from '../../src/client/resume/archived-run.js';
import { digestOf } from '../../src/storage/digest.js';
import { openStorage } from '../../src/storage/storage.js';
import { describeBlobStore } from '../support/blob-store.contract.js';
import { describeRunArchive } from '../support/run-archive.contract.js';
import { startS3 } from '../support/s3-server.js';
import { describeTranscriptLog } from '../support/transcript-log.contract.js';

const hello = Buffer.from('hello');
const ref = { run: 'lh-audit-01JD', call: 7 };

const server = await startS3();
let places = 0;

describeBlobStore('S3', async () => {
  const prefix = `some/${++places}`;
  const pathOf = (digest: string) => `${prefix}/blobs/${digest.slice(0, 2)}/${digest.slice(2)}`;
  return {
    open: () => openStorage(server.place(prefix), server.env).blobs,
    overwrite: async (digest, bytes) => void (await server.request('PUT', pathOf(digest), bytes)),
    remove: async (digest) => void (await server.request('DELETE', pathOf(digest))),
    nameOf: (digest) => `s3://longhaul-test/${pathOf(digest)}`,
  };
});

describeTranscriptLog('S3', async () => {
  const place = server.place(`some/${++places}`);
  return () => openStorage(place, server.env).transcripts;
});

describeRunArchive('S3', async () => {
  const prefix = `some/${++places}`;
  const recordOf = (run: string) => `${prefix}/runs/${run}/run.json`;
  const namesOf = async (below: string) => {
    const listed = await server.request('GET', `?list-type=2&prefix=${encodeURIComponent(`${prefix}/${below}`)}`);
    return Array.from((await listed.text()).matchAll(/<Key>([^<]*)</g), ([, name = '']) => name);
  };
  return {
    open: (keys) =>
      openStorage(server.place(prefix), {
        ...server.env,
        ...(keys !== undefined && { LONGHAUL_ENCRYPTION_KEY: keys }),
      }),
    overwriteRecord: async (run, text) => void (await server.request('PUT', recordOf(run), Buffer.from(text))),
    recordOf: (run) => `s3://longhaul-test/${recordOf(run)}`,
    async raw(run) {
      const texts = (await namesOf(`runs/${run}/`)).map(async (name) => (await server.request('GET', name)).text());
      return (await Promise.all(texts)).join('\n');
    },
    async removeBlobs() {
      await Promise.all((await namesOf('blobs/')).map((name) => server.request('DELETE', name)));
    },
  };
});

describe('storage in S3', () => {
  it('is named as the place where a record is missing, without its settings', async () => {
    const reading = readArchived(openStorage(server.place('none'), server.env), ref.run);
    await expect(reading).rejects.toThrow(`there is no record of ${ref.run} in s3://longhaul-test/none`);
  });

  it('tries again what may pass', async () => {
    const meddle = (_method: string, _path: string, attempt: number) =>
      attempt <= 2 ? ({ status: 503, after: 'nothing' } as const) : null;
    const { place, env } = await startS3({ conditional: 'honoured', meddle });
    const { blobs } = openStorage(place(''), env);
    expect(await blobs.put(hello)).toBe(digestOf(hello));
  });

  it('knows its own entry when the answer to the first request was lost', async () => {
    let lost = 0;
    const meddle = (method: string, path: string) =>
      method === 'PUT' && path.includes('7-000000') && lost++ === 0 ? ({ status: 503, after: 'work' } as const) : null;
    const { place, env } = await startS3({ conditional: 'honoured', meddle });
    const { transcripts } = openStorage(place(''), env);
    expect(await transcripts.append(ref, 0, 'mine')).toBe('appended');
    expect(await transcripts.append(ref, 0, 'late')).toBe('superseded');
    expect(await transcripts.read(ref)).toEqual(['mine']);
  });

  it('keeps no transcripts where two legs could write one', async () => {
    const { place, env } = await startS3({ conditional: 'ignored' });
    const { blobs, transcripts } = openStorage(place(''), env);
    await blobs.put(hello);
    await expect(transcripts.append(ref, 0, 'x')).rejects.toMatchObject({ code: 'STORAGE_UNFIT' });
    expect(await transcripts.read(ref)).toEqual([]);
  });

  it('says that it is refused, and shows no credentials', async () => {
    const { place, env } = server;
    const wrong = { ...env, AWS_ACCESS_KEY_ID: 'canary', AWS_SECRET_ACCESS_KEY: 'canary' };
    const failure = await openStorage(place(''), wrong)
      .blobs.put(hello)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('InvalidAccessKeyId'),
    });
    expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain('canary');
  });

  it('says that its signature is wrong', async () => {
    const { place, env } = server;
    const { blobs } = openStorage(place(''), { ...env, AWS_SECRET_ACCESS_KEY: 'canary' });
    await expect(blobs.put(hello)).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('SignatureDoesNotMatch'),
    });
  });

  it('tells a missing bucket from a missing blob', async () => {
    const { place, env } = server;
    const { blobs } = openStorage(place('').replace('longhaul-test', 'no-such-bucket'), env);
    await expect(blobs.get(digestOf(hello))).rejects.toMatchObject({
      code: 'STORAGE_REFUSED',
      message: expect.stringContaining('NoSuchBucket'),
    });
  });

  it('says when nobody answers', async () => {
    const place = 's3://longhaul-test?endpoint=http://127.0.0.1:1';
    const { blobs } = openStorage(place, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
    await expect(blobs.put(hello)).rejects.toMatchObject({
      code: 'STORAGE_UNREACHABLE',
      message: expect.stringMatching(/^cannot reach s3:\/\/longhaul-test\/blobs\/.*: /),
    });
  }, 30_000);

  it.each([
    ['s3://', 'bucket'],
    ['s3://Bucket', 'bucket'],
    ['s3://key:secret@bucket/x', 'bucket'],
    ['s3://bucket/../x', 'prefix'],
    ['s3://bucket/a b', 'prefix'],
    ['s3://bucket?endpoint=ftp://x', 'endpoint'],
    ['s3://bucket?endpoint=http://user:secret@host', 'endpoint'],
    ['s3://bucket?region=eu/../west', 'region'],
    ['s3://bucket?secret=1', 'settings'],
  ])('refuses %s as a place', (place, word) => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const opening = () => openStorage(place, env);
    expect(opening).toThrow(expect.objectContaining({ code: 'STORAGE_PLACE_INVALID' }));
    expect(opening).toThrow(new RegExp(word));
    expect(opening).not.toThrow(/secret/);
  });

  it('asks for credentials when it is opened', () => {
    expect(() => openStorage('s3://bucket', {})).toThrow(
      expect.objectContaining({ code: 'STORAGE_CREDENTIALS_MISSING' }),
    );
  });
});
