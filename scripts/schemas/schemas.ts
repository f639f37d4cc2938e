import * as z from 'zod';
import type { DocumentName, Documents } from '../../src/cli/output/documents.js';
import type { Substitute } from '../../src/cli/output/rejection.js';
import type { RunResult } from '../../src/workflows/run-result.js';
import { agent, conversation, item } from './agents.js';
import { event } from './events.js';
import { check, config, doctor, down, error, forecast, gc, status, version, workflows } from './installation.js';
import { asks, costReport, inbox, list, logs, report, result, show, started, why } from './runs.js';
import type { Plain, Same } from './same.js';

const schemas = {
  agent,
  asks,
  check,
  config,
  conversation,
  cost: costReport,
  doctor,
  down,
  error,
  event,
  forecast,
  gc,
  inbox,
  item,
  list,
  logs,
  report,
  result,
  show,
  started,
  status,
  version,
  why,
  workflows,
} satisfies Record<DocumentName, z.ZodType>;

/** Names of documents whose schema says something else than the type of what is printed. */
type Drifted = {
  [Name in DocumentName]: Same<z.infer<(typeof schemas)[Name]>, Documents[Name]> extends true ? never : Name;
}[DocumentName];

/** `result` is one schema for two types. */
type Result = z.infer<typeof result>;

type Checked = [
  Same<Drifted, 'result'>,
  Same<Omit<Result, 'run' | 'error'>, Omit<RunResult, 'run' | 'error'>>,
  Same<Result['error'], Substitute['error'] | undefined>,
  Plain<Documents['result']> extends Plain<Result> ? true : false,
];

/**
 * What the documents of `--json` and `-o jsonl` look like, beside their field `schema`. Does not compile when one says
 * something else than the type of what is printed.
 */
export const SCHEMAS: Checked extends true[] ? typeof schemas : Drifted = schemas;
