import { terminalLine } from '../terminal/terminal-text.js';
import type { Colors } from '../terminal/terminal.js';
import type { Finding, FindingStatus } from './finding.js';

/** Findings as a person reads them: a line each, and what mends it below. */
export function findingLines(findings: readonly Finding[], colors: Colors): readonly string[] {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.flatMap(({ name, status, says, fix }, index) => {
    const again = findings[index - 1]?.name === name;
    const head = `${markOf(status, colors)} ${(again ? '' : name).padEnd(width)}`;
    const line = `${head}  ${terminalLine(says)}`;
    return fix === null ? [line] : [line, `${' '.repeat(width + 4)}${colors.dim(`→ ${terminalLine(fix)}`)}`];
  });
}

function markOf(status: FindingStatus, { green, yellow, red, dim }: Colors): string {
  switch (status) {
    case 'ok':
      return green('✔');
    case 'warning':
      return yellow('!');
    case 'problem':
      return red('✘');
    case 'skipped':
      return dim('-');
  }
}
