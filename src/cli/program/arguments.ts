import { InvalidArgumentError } from 'commander';

// Arguments and options that many commands have in common, and what they may look like.

export const RUN_ARGUMENT = 'id of a run or the beginning of one, name of a workflow (its latest run), or `last`';
export const AGENT_ARGUMENT = 'number or label of the agent';

/** Parses a whole number in these bounds, both included. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
  };
}
