import { channel } from 'node:diagnostics_channel';

// What only those want to know who look for a fault: where things were found, how long connecting took. It goes through
// one of Node's channels, so that whoever embeds Longhaul can listen, too: `longhaul:details`, a line of text each.

const details = channel('longhaul:details');

/** Tells whoever listens. Without a listener the line is not even made. It may hold hostile text. */
export function detail(line: () => string): void {
  if (details.hasSubscribers) details.publish(line());
}

/** Listens until the process ends. */
export function onDetail(listen: (line: string) => void): void {
  details.subscribe((line) => listen(String(line)));
}
