import type { S3Reply, S3Request } from './s3-request.js';

/** Names in the bucket that begin with `prefix`: of its objects, or of the folders right below, with a slash at the end. */
export type S3List = (prefix: string, what: 'objects' | 'folders') => Promise<readonly string[]>;

/** Asks page by page (ListObjectsV2), for names as ours are. `shown` is what errors call the place. */
export function listS3(request: (request: S3Request) => Promise<S3Reply>, shown: string): S3List {
  return async (prefix, what) => {
    const names: string[] = [];
    let from: string | null = null;
    do {
      const query = [
        ...(from === null ? [] : [['continuation-token', from] as const]),
        ...(what === 'folders' ? [['delimiter', '/'] as const] : []),
        ['list-type', '2'] as const,
        ['prefix', prefix] as const,
      ];
      const path = `?${query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
      const text = Buffer.from((await request({ method: 'GET', path, shown, headers: {} })).body).toString();
      names.push(...namesIn(text, PATTERNS[what]));
      from = unescaped(/<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(text)?.[1] ?? null);
    } while (from !== null);
    return names;
  };
}

const PATTERNS = {
  objects: /<Key>([^<]*)<\/Key>/g,
  folders: /<CommonPrefixes>\s*<Prefix>([^<]*)<\/Prefix>/g,
};

/** Others are not ours: none of our names needs to be escaped. */
function namesIn(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(pattern), ([, name = '']) => name).filter((name) => /^[A-Za-z0-9._/-]+$/.test(name));
}

/** A token is any text, as XML. */
function unescaped(text: string | null): string | null {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#13': '\r' };
  return text && text.replace(/&(#13|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole);
}
