// Moments, which are milliseconds since the epoch, as people read them.

/** By the clock of this machine: `2026-11-22 19:56`. */
export function minuteOf(ms: number): string {
  return secondOf(ms).slice(0, -':07'.length);
}

/** The same with seconds: `2026-11-22 19:56:07`. */
export function secondOf(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** The same in every time zone: `2026-11-22 19:56 UTC`. */
export function utcMinuteOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
