/** A build of the workflow with a fault that no attempt gets past. */
export async function run(): Promise<never> {
  throw new TypeError('a bug that\n  stays');
}
