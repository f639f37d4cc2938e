import { expectContained } from './expect-contained.js';

expectContained('before an await', (body) => body);
