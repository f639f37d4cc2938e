// The workflows a worker registers.
export { run } from './run.js';
