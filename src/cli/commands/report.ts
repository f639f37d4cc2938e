import { readStory } from '../../client/story.js';
import { ExitCode } from '../../config/exit-code.js';
import type { Storage } from '../../storage/storage.js';
import { documentLine } from '../output/document.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { readConversations } from '../report/conversations.js';
import { reportHtml } from '../report/html/page.js';
import { reportJson } from '../report/json.js';
import { reportMarkdown } from '../report/markdown/report-markdown.js';
import { type Report, reportOf } from '../report/report.js';
import { usualPlace } from '../report/usual-place.js';
import { writeReport } from '../report/write-report.js';
import { terminalText } from '../terminal/terminal-text.js';
import { type Terminal, write } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

export interface ReportOptions extends ConnectionOptions, JsonOption {
  /** A file, or `-` for stdout. */
  readonly output?: string;
  readonly md?: boolean;
  /** Whether the page holds what the agents read and said. */
  readonly conversations: boolean;
}

/** `longhaul report`: a run as one document, for whoever was not there. */
export function report(named: string, options: ReportOptions, terminal: Terminal): Promise<ExitCode> {
  const { cwd, stdout } = terminal;
  return withClient(options, terminal, async (client) => {
    const told = reportOf(await readStory(client, named), Date.now());
    const text = await textOf(told, options, () => client.storage());
    const file = options.output ?? usualPlace(told.run, options, stdout);
    if (file === '-') {
      await write(stdout, stdout.isTTY ? terminalText(text) : text);
    } else {
      await writeReport(file, text, cwd);
      await write(stdout, `${file}\n`);
    }
    return ExitCode.Ok;
  });
}

async function textOf(
  told: Report,
  { json, md, conversations }: ReportOptions,
  storage: () => Promise<Storage>,
): Promise<string> {
  if (json) return documentLine('report', reportJson(told), 'json');
  if (md) return reportMarkdown(told);
  return reportHtml(told, conversations ? await readConversations(await storage(), told) : []);
}
