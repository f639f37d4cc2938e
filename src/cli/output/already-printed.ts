import type { LonghaulError } from '../../config/errors.js';

/** Thrown in place of an error whose document stands on stdout already: what remains is to say it to people. */
export class AlreadyPrinted extends Error {
  readonly error: LonghaulError;

  constructor(error: LonghaulError) {
    super(error.message, { cause: error });
    this.name = 'AlreadyPrinted';
    this.error = error;
  }
}
