import { RECORDS } from '../conformance/compare.js';
import { expectConformance } from './expect-conformance.js';

expectConformance(RECORDS);
