/** Lines remembered: what a server makes up anew each time must not fill the memory. */
const MOST = 1_000;

/** Passes each line on the first time only. */
export function onceEach(pass: (line: string) => void): (line: string) => void {
  const passed = new Set<string>();
  return (line) => {
    if (passed.has(line) || passed.size >= MOST) return;
    passed.add(line);
    pass(line);
  };
}
