import { describe, expect, it } from '@jest/globals';
import { listS3 } from '../../../src/storage/objects/s3-list.js';
import type { S3Reply, S3Request } from '../../../src/storage/objects/s3-request.js';

/** Answers with one page after the other, and notes what was asked. */
function pages(...texts: readonly string[]) {
  const asked: URLSearchParams[] = [];
  const request = async ({ path }: S3Request): Promise<S3Reply> => {
    const body = Buffer.from(texts[asked.length] ?? '');
    asked.push(new URLSearchParams(path));
    return { status: 200, headers: new Headers(), body, attempts: 1 };
  };
  return { asked, list: listS3(request, 's3://bucket/runs/') };
}

describe('names of objects in S3', () => {
  it('come page by page, whatever the token of the next one looks like', async () => {
    const { asked, list } = pages(
      '<Contents><Key>runs/a/1</Key><Size>1</Size></Contents><NextContinuationToken>x+/=&amp;&lt;y</NextContinuationToken>',
      '<Contents><Key>runs/a/2</Key></Contents><Contents><Key>runs/a/&amp;</Key></Contents>',
    );
    expect(await list('runs/a/', 'objects')).toEqual(['runs/a/1', 'runs/a/2']);
    expect(asked.map((query) => query.get('continuation-token'))).toEqual([null, 'x+/=&<y']);
    expect(asked.map((query) => query.get('prefix'))).toEqual(['runs/a/', 'runs/a/']);
  });

  it('are those of folders where these are asked for', async () => {
    const { asked, list } = pages(
      '<Prefix>runs/</Prefix><Contents><Key>runs/.exclusive</Key></Contents><CommonPrefixes><Prefix>runs/a/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>runs/b/</Prefix></CommonPrefixes>',
    );
    expect(await list('runs/', 'folders')).toEqual(['runs/a/', 'runs/b/']);
    expect(asked[0]?.get('delimiter')).toBe('/');
  });
});
