// What `--help` begins with: the commands people type.

export const examples = `Examples:
  longhaul run audit.js                     run a script and print its result
  longhaul run audit.js --args '{"dir":"src"}' --json > result.json
  longhaul run audit.js --detach            start it and go
  longhaul attach last                      come back to it, from any terminal
  longhaul check audit.js                   what is wrong with a script
  longhaul doctor                           what a run needs here, and what is missing
`;

export const runExamples = `Examples:
  longhaul run audit.js --args '{"dir":"src"}'
  longhaul run audit.js --args @args.json --concurrency 50 --json > result.json
  git diff | jq -Rs . | longhaul run review --args -
  longhaul run audit.js --offline           try it without a model
`;

export const attachExamples = `Examples:
  longhaul attach last
  longhaul attach lh-audit --json
`;

export const checkExamples = `Examples:
  longhaul check audit.js
  longhaul check audit.js --dry-run --args '{"dir":"src"}'
  longhaul check audit.js --json
`;

export const saveExamples = `Examples:
  longhaul save last                        under the name the script gives itself
  longhaul save last nightly-audit --user   under another one, for all your projects
`;

export const resumeExamples = `Examples:
  longhaul resume last                      do what failed or was not finished
  longhaul resume last --script audit.js    with the script as it is now
  longhaul resume lh-audit --invalidate 'review:*' --dry-run
`;

export const reportExamples = `Examples:
  longhaul report last                      a page to look at, in this directory
  longhaul report lh-audit -o audit.html --no-conversations
  longhaul report last --md | gh issue comment 12 -F -
`;

export const logsExamples = `Examples:
  longhaul logs last -f
  longhaul logs lh-audit 3 --full           all that agent 3 said and did
  longhaul logs lh-audit 3 -o jsonl
`;
