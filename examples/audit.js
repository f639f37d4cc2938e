// Looks through source files for risky constructs: one agent a rule searches, another re-reads each line it reports
// without being told what the line should say, and the two must agree.
//
//   longhaul run examples/audit.js --args '{"dir":"src"}'
//
// args: dir      directory to audit, relative to the working directory ('src')
//       perRule  findings of one rule that are verified, at most (12)
//       offline  true: tell the scripted model which tools to call (false)

export const meta = {
  name: 'audit',
  description: 'Finds risky constructs in source files and has every finding verified',
  whenToUse: 'Before a review or a release, on code nobody has read as a whole for a while',
  phases: [
    { title: 'Find', detail: 'one agent a rule searches the directory' },
    { title: 'Verify', detail: 'one agent a finding reads the line again, knowing only its place' },
  ],
};

const { dir = 'src', perRule = 12, offline = false } = args ?? {};

/** Characters of a line that are kept and compared: enough to know it by, short enough for generated files. */
const LINE_LENGTH = 160;

const RULES = [
  {
    name: 'process-exit',
    what: 'calls of process.exit() outside command-line entry points, which end the process under whoever called',
    search: { pattern: String.raw`process\.exit\(`, glob: '!**/cli/**' },
  },
  {
    name: 'swallowed-error',
    what: 'catch blocks and .catch() handlers that drop the error without a word',
    search: { pattern: String.raw`catch\s*(\(\w*\))?\s*\{\s*\}|\.catch\(\(\) => (undefined|null|\{\s*\})\)` },
  },
  {
    name: 'sync-fs',
    what: 'synchronous file system calls, which block everything else in the process',
    search: { pattern: String.raw`\b(read|write|append|copy|exists|stat|mkdir|rm|rename|truncate)\w*Sync\(` },
  },
  {
    name: 'non-null-assertion',
    what: 'non-null assertions (`!.`), which fail at run time where the type checker was overruled',
    search: { pattern: String.raw`[\w)\]]!\.\w` },
  },
  {
    name: 'built-regex',
    what: 'regular expressions built from variables, which break on special characters unless they are escaped',
    search: { pattern: String.raw`new RegExp\((\w|\x60)` },
  },
  {
    name: 'double-cast',
    what: 'casts by way of unknown, which switch the type checker off',
    search: { pattern: String.raw`\bas unknown as\b` },
  },
];

const audited = await pipeline(RULES, find, verify);
return report(audited);

/** Lines that break a rule; the pipeline leaves the rule out when its finder is lost. */
async function find(rule) {
  const answer = await agent(
    [
      `Search the directory ${dir} for ${rule.what}.`,
      'Use Grep with output_mode "content"; judge each match, and leave out comments, strings and tests of the construct.',
      `Answer with one line for each of them, at most ${perRule}, in the form "file:line: text of the line", and nothing else.`,
      'Answer "none" when there are none.',
      calling('Grep', { path: dir, output_mode: 'content', head_limit: perRule, ...rule.search }),
    ].join('\n'),
    { label: `find ${rule.name}`, phase: 'Find' },
  );
  if (answer === null) return null;
  const findings = parseFindings(answer).slice(0, perRule);
  log(`${rule.name}: ${findings.length} to verify`);
  return findings;
}

/** The findings of one rule, each with its verdict. Does not wait for the other rules. */
async function verify(findings, rule) {
  const verdicts = await parallel(findings.map((finding) => () => reread(finding, rule)));
  return { rule, findings: findings.map((finding, index) => ({ ...finding, verdict: verdicts[index] ?? 'unverified' })) };
}

/** 'confirmed' when the line says what was reported and the second reader agrees about the rule. */
async function reread(finding, rule) {
  const { file, line, text } = finding;
  const answer = await agent(
    [
      `Read line ${line} of ${file}, and the lines around it as far as you need them. The rule is about ${rule.what}.`,
      `Quote line ${line} exactly as it stands in the file. On the next line answer CONFIRMED when it breaks the rule, or REFUTED and why it does not.`,
      calling('Read', { file_path: file, offset: line, limit: 1 }),
    ].join('\n'),
    { label: `verify ${shown(file)}:${line}`, phase: 'Verify', effort: 'medium' },
  );
  if (answer === null) return null;
  return answer.includes(text) && !/^REFUTED\b/m.test(answer) ? 'confirmed' : 'refuted';
}

/** Lines of the form `file:line: text`; anything else in the answer is no finding. */
function parseFindings(answer) {
  return [...answer.matchAll(/^(.+?):(\d+):(.+)$/gm)].map(([, file, line, text]) => ({
    file: file.trim(),
    line: Number(line),
    text: text.trim().slice(0, LINE_LENGTH),
  }));
}

/** Offline no model decides what to do, so the prompt says it in the form the scripted model obeys. */
function calling(tool, input) {
  return offline ? `<<tool:${tool} ${JSON.stringify(input)}>>` : '';
}

/** Tools may answer with absolute paths: people want them from the audited directory on. */
function shown(file) {
  const at = file.lastIndexOf(`/${dir}/`);
  return at < 0 ? file : file.slice(at + 1);
}

function report(results) {
  const done = results.filter((result) => result !== null);
  const lost = RULES.filter((rule) => !done.some((result) => result.rule.name === rule.name));
  return [
    `# Audit of ${dir}`,
    '| Rule | Confirmed | Refuted | Unverified |\n|---|---|---|---|\n' + done.map(row).join('\n'),
    ...done.filter(({ findings }) => findings.length > 0).map(section),
    ...(lost.length > 0 ? [`Not searched: ${lost.map((rule) => rule.name).join(', ')}.`] : []),
  ].join('\n\n');
}

function row({ rule, findings }) {
  const count = (verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return `| ${rule.name} | ${count('confirmed')} | ${count('refuted')} | ${count('unverified')} |`;
}

function section({ rule, findings }) {
  const full = findings.length === perRule ? ` The first ${perRule}; there may be more.` : '';
  const lines = findings.map(({ file, line, text, verdict }) => `- ${verdict}: ${shown(file)}:${line} \`${text}\``);
  return `## ${rule.name}\n\nAbout ${rule.what}.${full}\n\n${lines.join('\n')}`;
}
