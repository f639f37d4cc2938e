import type { LonghaulError } from '../config/errors.js';

/** What can be wrong with a script before it starts. Each names its place in the file. */
export type RefusalCode =
  | 'SCRIPT_TOO_LARGE'
  | 'SCRIPT_TOO_DEEP'
  | 'SCRIPT_SYNTAX'
  | 'SCRIPT_IMPORT'
  | 'SCRIPT_IMPORT_CALL'
  | 'SCRIPT_IMPORT_META'
  | 'SCRIPT_EXPORT'
  | 'SCRIPT_META_MISSING'
  | 'SCRIPT_META_NOT_FIRST'
  | 'SCRIPT_META_NOT_LITERAL'
  | 'SCRIPT_META_FIELD'
  | 'SCRIPT_NOT_DETERMINISTIC';

export type Refusal = LonghaulError<RefusalCode>;

/** Takes what a check found wrong, so that one reading of a script can report several faults. */
export type Refuse = (refusal: Refusal) => void;
