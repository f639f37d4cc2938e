/** The queue of runs and agents alike: one Worker serves both, so that agents start eagerly (half the server's work an agent). */
export const TASK_QUEUE = 'longhaul';
