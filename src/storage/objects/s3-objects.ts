// Objects in an S3-compatible store: `<prefix>/<kind>/<name>`.
//
// P1  What arrives is what was sent: the signature covers a digest of the content.
// P2  Creating is exclusive by `If-None-Match: *`. A store that ignores it would let two legs write one transcript, so
//     it is tried out before the first object is created.
// P3  A request whose answer was lost is sent again. Whoever then meets an object of the name looks whose it is: each
//     creation bears a mark of its own.
// P4  No credential and no text of the store but its error code gets into an error.

import { createHash, randomUUID } from 'node:crypto';
import { LonghaulError } from '../../config/errors.js';
import type { ListedObjects } from './object-store.js';
import { listS3 } from './s3-list.js';
import type { S3Credentials, S3Place } from './s3-place.js';
import { openS3, type S3Reply } from './s3-request.js';

/** The objects of one kind at `place`, apart from those of other kinds. */
export function s3Objects(place: S3Place, kind: string, credentials: S3Credentials): ListedObjects {
  const placeOf = (name: string): string => `${place.shown}/${kind}/${name}`;
  const request = openS3(place, credentials);
  const folder = `${place.prefix}${kind}/`;
  const list = listS3(request, placeOf(''));
  const ask = (method: 'GET' | 'HEAD', name: string) =>
    request({ method, path: `${folder}${name}`, shown: placeOf(name), headers: {} });
  const put = (name: string, bytes: Uint8Array, more: Readonly<Record<string, string>>): Promise<S3Reply> => {
    const headers = { 'x-amz-content-sha256': sha256(bytes), 'content-type': 'application/octet-stream', ...more };
    return request({ method: 'PUT', path: `${folder}${name}`, shown: placeOf(name), headers, body: bytes });
  };

  const create = async (name: string, bytes: Uint8Array): Promise<'created' | 'exists'> => {
    const mark = randomUUID();
    const reply = await put(name, bytes, { 'if-none-match': '*', [MARK]: mark });
    if (reply.status !== PRECONDITION_FAILED) return 'created';
    if (reply.attempts === 1) return 'exists';
    return (await ask('HEAD', name)).headers.get(MARK) === mark ? 'created' : 'exists'; // P3
  };
  /** Throws STORAGE_UNFIT. */
  const checkExclusive = async (): Promise<void> => {
    await put(PROBE, new Uint8Array(), {});
    const { status } = await put(PROBE, new Uint8Array(), { 'if-none-match': '*' });
    if (status !== PRECONDITION_FAILED) throw new LonghaulError('STORAGE_UNFIT', { place: place.shown });
  };
  let exclusive: Promise<void> | undefined;

  return {
    atOnce: 8,
    placeOf,
    async read(name) {
      const { status, body } = await ask('GET', name);
      return status === NOT_FOUND ? null : body;
    },
    has: async (name) => (await ask('HEAD', name)).status !== NOT_FOUND,
    async write(name, bytes) {
      await put(name, bytes, {});
    },
    list: async (below) => (await list(`${folder}${below}`, 'objects')).map((key) => key.slice(folder.length)),
    folders: async () => (await list(folder, 'folders')).map((key) => key.slice(folder.length, -1)),
    // What a store has taken it keeps.
    settle: () => Promise.resolve(),
    async create(name, bytes) {
      exclusive ??= checkExclusive();
      await exclusive.catch((error: unknown) => {
        exclusive = undefined;
        throw error;
      });
      return create(name, bytes); // P2
    },
  };
}

const NOT_FOUND = 404;
const PRECONDITION_FAILED = 412;
const MARK = 'x-amz-meta-longhaul-mark';
/** No run has this name. */
const PROBE = '.exclusive';

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
