// The two small shell scripts around every command. A shell is there on every system we run on, costs a millisecond and
// a megabyte, and notices the death of its parent without native code: its end of a pipe is closed then.
//
// P1  A command runs nothing before it is recorded: its leader waits for a line on descriptor 3.
// P2  stdout and stderr of a command are one pipe, so their order is kept, and /dev/stderr can be opened, which fails on
//     the sockets that Node hands to its children.
// P3  The leader outlives SIGTERM, so that the last words of what it ends still come through.
// P4  When the worker dies, however it dies, the watcher kills what is recorded or marked.

import { MARK_VARIABLE } from './mark.js';

/**
 * Leads the process group of one command. Arguments: the mark, then the command's argument vector. The line on
 * descriptor 3 is a secret, which it prints with the exit status when the command has ended (see seal.ts); without a
 * line it ends. It stays until nobody has the output open any more.
 */
export const LEADER = `
read -r seal <&3 || exit
exec 3<&-
mark=$1
shift
trap : HUP INT QUIT TERM
{
  trap : HUP INT QUIT TERM
  (export ${MARK_VARIABLE}="$mark"; exec "$@" 2>&1)
  printf '%s %s\\n' "$seal" "$?"
} | {
  trap '' HUP INT QUIT TERM
  exec cat
}
`;

/**
 * Waits on its stdin for the worker's end. Argument: the folder of records, whose name is the leg's mark. A group whose
 * number has passed on to another process is left alone; only Linux gives out numbers so fast that it matters.
 */
export const WATCHER = `
trap '' HUP INT QUIT TERM
read -r _
mark=\${1##*/}
passed_on() {
  [ -r "/proc/$1/stat" ] || return 1
  read -r stat <"/proc/$1/stat"
  ticks=$2
  set -- \${stat##*) }
  [ "\${20}" != "$ticks" ]
}
for record in "$1"/*; do
  leader=\${record##*/}
  pid=\${leader%%.*}
  passed_on "$pid" "\${leader##*-}" || kill -KILL "-$pid"
done
for round in 1 2 3; do
  for file in $(grep -lsF "${MARK_VARIABLE}=$mark." /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -KILL "\${pid%/environ}"
  done
done
rm -rf "$1"
`;
