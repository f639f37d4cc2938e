// claim-numbers FOLDER RUN CALL NAME: tries to append `{by: NAME}` as each of the entries 0 to 199. Prints how many
// numbers it got.

import { createFileTranscriptLog } from '../../../src/storage/file-transcript-log.js';

const [folder = '', run = '', call, name] = process.argv.slice(2);
const log = createFileTranscriptLog(folder);

let got = 0;
for (let at = 0; at < 200; at += 1) {
  if ((await log.append({ run, call: Number(call) }, at, { by: name })) === 'appended') got += 1;
}
process.stdout.write(`${got}\n`);
