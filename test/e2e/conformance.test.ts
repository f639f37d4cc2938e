import { RECORDS } from '../conformance/compare.js';
import { expectConformance } from './expect-conformance.js';

/** All are tried in the full tier, and without Temporal in test/interpreter. */
const EVERY = 3;

expectConformance(RECORDS.filter((_, index) => index % EVERY === 0));
