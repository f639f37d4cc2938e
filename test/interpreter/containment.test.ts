import { expectContained } from './expect-contained.js';

expectContained('after an await', (body) => `await agent('<<echo:x>>');\n${body}`);
