import { describe, expect, it } from '@jest/globals';
import type { BlobStore } from '../../src/storage/blob-store.js';
import { digestOf } from '../../src/storage/digest.js';

/** One empty store, and what can happen to it behind its back. */
export interface BlobStorePlace {
  /** A new instance over the same place, as another process would have. */
  open(): BlobStore;
  /** Replaces the stored bytes of one blob. */
  overwrite(digest: string, bytes: Uint8Array): Promise<void>;
  remove(digest: string): Promise<void>;
  /** What errors call the place of one blob. */
  nameOf(digest: string): string;
}

/** What every BlobStore must hold. `newPlace` makes an empty one. */
export function describeBlobStore(name: string, newPlace: () => Promise<BlobStorePlace>): void {
  const hello = Buffer.from('hello');

  describe(`${name} as a blob store`, () => {
    it.each([
      ['text', hello],
      ['nothing', new Uint8Array()],
      ['every byte', Uint8Array.from({ length: 256 }, (_, index) => index)],
      ['a part of a larger buffer', Buffer.from('hello world').subarray(2, 7)],
      ['five million bytes', Buffer.alloc(5_000_000, 'abc')],
    ])('gives back %s, from any instance', async (_what, bytes) => {
      const place = await newPlace();
      const digest = await place.open().put(bytes);
      const found = await place.open().get(digest);
      expect(digest).toBe(digestOf(bytes));
      expect(Buffer.compare(found, bytes)).toBe(0);
    });

    it('knows what it has', async () => {
      const place = await newPlace();
      const store = place.open();
      expect(await store.has(digestOf(hello))).toBe(false);
      await store.put(hello);
      expect(await store.has(digestOf(hello))).toBe(true);
    });

    it('keeps one blob however often and from wherever the same bytes are put', async () => {
      const place = await newPlace();
      const digests = await Promise.all(Array.from({ length: 20 }, () => place.open().put(hello)));
      expect(new Set(digests)).toEqual(new Set([digestOf(hello)]));
      expect(Buffer.from(await place.open().get(digestOf(hello))).toString()).toBe('hello');
    });

    it('says which blob is missing, where, and what to do', async () => {
      const place = await newPlace();
      const digest = await place.open().put(hello);
      await place.remove(digest);
      await expect(place.open().get(digest)).rejects.toMatchObject({
        code: 'BLOB_MISSING',
        fields: { digest, file: place.nameOf(digest) },
        message: expect.stringMatching(/is missing .*; put the file there/),
      });
    });

    it.each([
      ['truncated', Buffer.from('hel')],
      ['emptied', new Uint8Array()],
      ['changed in one bit', Buffer.from('helln')],
      ['longer than it was', Buffer.from('hello!')],
    ])('refuses a blob that was %s', async (_how, bytes) => {
      const place = await newPlace();
      const digest = await place.open().put(hello);
      await place.overwrite(digest, bytes);
      await expect(place.open().get(digest)).rejects.toMatchObject({
        code: 'BLOB_DAMAGED',
        fields: { digest, file: place.nameOf(digest) },
        message: expect.stringMatching(/is damaged .*; replace the file/),
      });
    });

    it('heals a damaged blob when its bytes are put again', async () => {
      const place = await newPlace();
      const digest = await place.open().put(hello);
      await place.overwrite(digest, Buffer.from('helln'));
      await place.open().put(hello);
      expect(Buffer.from(await place.open().get(digest)).toString()).toBe('hello');
    });

    it.each([
      '',
      'abc',
      '../../../../etc/passwd',
      `../${'a'.repeat(61)}`,
      `${'a'.repeat(62)}/.`,
      'A'.repeat(64),
      'a'.repeat(63),
      'a'.repeat(65),
      `${'a'.repeat(64)}\n`,
      `${'a'.repeat(63)}\0`,
    ])('refuses %j as a digest', async (digest) => {
      const place = await newPlace();
      await expect(place.open().get(digest)).rejects.toMatchObject({ code: 'BLOB_DIGEST_INVALID' });
      await expect(place.open().has(digest)).rejects.toMatchObject({ code: 'BLOB_DIGEST_INVALID' });
    });
  });
}
