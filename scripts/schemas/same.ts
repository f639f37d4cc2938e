// Schemas are written beside the types of what is printed; the compiler says where one has left the other.

import type { Json } from '../../src/interpreter/outcome.js';

/** `true` when both types say the same, whether or not they are read-only. */
export type Same<A, B> = Equal<Plain<A>, Plain<B>>;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Without `readonly`, without what brands a type, intersections as one object, and absent fields without `undefined`. */
export type Plain<T> = unknown extends T
  ? 'any JSON'
  : IsJson<T> extends true
    ? 'any JSON'
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : T extends object
        ? { -readonly [Key in keyof T]: Plain<Exclude<T[Key], undefined>> }
        : T;

/** Whether any JSON value is one of these. It holds itself, so it cannot be taken apart. */
type IsJson<T> = [Json] extends [T] ? true : false;
