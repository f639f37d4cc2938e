// append-entries FOLDER RUN CALL NAME: appends entries `{by: NAME, at, filler}` as fast as it can, from the transcript's
// present end until it is superseded (or 5,000 are there, should nobody stop it). Prints "started" after the first one,
// and how many it appended at the end.

import { createFileTranscriptLog } from '../../../src/storage/file-transcript-log.js';

const [folder = '', run = '', call, name] = process.argv.slice(2);
const log = createFileTranscriptLog(folder);
const ref = { run, call: Number(call) };

const first = (await log.read(ref)).length;
let at = first;
while (at < 5_000 && (await log.append(ref, at, { by: name, at, filler: 'x'.repeat(20_000) })) === 'appended') {
  if (at === first) process.stdout.write('started\n');
  at += 1;
}
process.stdout.write(`${at - first}\n`);
