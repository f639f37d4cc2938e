import { ExitCode } from '../../config/exit-code.js';
import { answersFor, replyOf } from '../asks/answers.js';
import { askText } from '../asks/ask-text.js';
import type { ConnectionOptions } from '../options/options.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { say, type Terminal, write } from '../terminal/terminal.js';
import { inWhoseName } from '../in-whose-name.js';
import { withClient } from '../with-client.js';

/** `longhaul answer`: answers what an agent asks; without a text it shows the questions. */
export function answer(
  named: string,
  words: readonly string[],
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const handle = await client.find(named);
    const reply = replyOf(handle.run, await handle.asks(), words);
    if (reply.texts.length === 0) {
      await write(terminal.stdout, reply.rows.map((row) => askText(row, handle.run)).join('\n'));
      return ExitCode.Ok;
    }
    const by = inWhoseName();
    for (const { row, answers } of answersFor(reply)) {
      await handle.answer({ by, call: row.call, ask: row.ask.id, answers });
      await say(terminal, `answered ${row.call}  ${terminalLine(row.label)}: ${terminalLine(answers.join('; '))}`);
    }
    return ExitCode.Ok;
  });
}
