import type { Socket } from 'node:net';

/**
 * Tells each whole line that comes over `socket`. Whoever is at the other end may die at any moment, in the middle of a
 * line or with what we sent unread: half a line is no line, and a connection that breaks is closed and no error of ours.
 */
export function onLines(socket: Socket, take: (line: string) => void): void {
  let begun = '';
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8').on('data', (text: string) => {
    const [end = '', ...more] = text.split('\n');
    if (more.length === 0) begun += end;
    else {
      take(begun + end);
      begun = more.pop() ?? '';
      for (const line of more) take(line);
    }
  });
}
