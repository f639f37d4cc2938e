import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { answersFor, replyOf } from '../asks/answers.js';
import { askText } from '../asks/ask-text.js';
import type { ConnectionOptions } from '../options/options.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { noticesOn, say, type Terminal, write } from '../terminal/terminal.js';

/** `longhaul answer`: answers what an agent asks; without a text it shows the questions. */
export async function answer(
  named: string,
  words: readonly string[],
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, home, stdout } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    const reply = replyOf(handle.run, await handle.asks(), words);
    if (reply.texts.length === 0) {
      await write(stdout, reply.rows.map((row) => askText(row, handle.run)).join('\n'));
      return ExitCode.Ok;
    }
    const by = `${userInfo().username}@${hostname()}`;
    for (const { row, answers } of answersFor(reply)) {
      await handle.answer({ by, call: row.call, ask: row.ask.id, answers });
      await say(terminal, `answered ${row.call}  ${terminalLine(row.label)}: ${terminalLine(answers.join('; '))}`);
    }
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
