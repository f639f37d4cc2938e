// The scripted model as a process of its own: `node dist/agent/model/scripted/main.js [--port N] [--delay-factor F]`.
// Prints its url as one line of JSON and serves until it is ended.

import { parseArgs } from 'node:util';
import { startScriptedModel } from './scripted-model.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'delay-factor': { type: 'string', default: '1' } },
});
const model = await startScriptedModel({ port: Number(values.port), delayFactor: Number(values['delay-factor']) });
process.stdout.write(`${JSON.stringify({ url: model.url })}\n`);
