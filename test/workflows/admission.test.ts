import { describe, expect, it } from '@jest/globals';
import { Admission } from '../../src/workflows/admission.js';

describe('admission', () => {
  it('is first in, first out, under the limit', () => {
    const admission = filled(2, 'a', 'b', 'c');
    expect([admission.next(), admission.next(), admission.next()]).toEqual(['a', 'b', undefined]);
    admission.done();
    expect(admission.next()).toBe('c');
    expect(admission.next()).toBeUndefined();
  });

  it('lets those that go on work before those that begin', () => {
    const admission = filled(1, 'new');
    admission.enqueueFirst('known');
    admission.enqueueFirst('known too');
    const order = [1, 2, 3].map(() => {
      const next = admission.next();
      admission.done();
      return next;
    });
    expect(order).toEqual(['known', 'known too', 'new']);
  });

  it('takes another limit at once, and stops nobody for a lower one', () => {
    const admission = filled(3, 'a', 'b', 'c', 'd', 'e');
    expect([admission.next(), admission.next(), admission.next()]).toEqual(['a', 'b', 'c']);
    admission.setLimit(1);
    admission.done();
    admission.done();
    expect(admission.next()).toBeUndefined();
    admission.setLimit(2);
    expect([admission.next(), admission.next()]).toEqual(['d', undefined]);
  });

  it('admits nobody while it is closed, and forgets nobody', () => {
    const admission = filled(1, 'a');
    admission.close('to all');
    expect(admission.next()).toBeUndefined();
    admission.reopen();
    expect(admission.next()).toBe('a');
  });
});

function filled(limit: number, ...items: readonly string[]): Admission<string> {
  const admission = new Admission<string>(limit);
  for (const item of items) admission.enqueue(item);
  return admission;
}
