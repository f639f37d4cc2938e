import type { Profiles } from './profile.js';

// Commands that write, and programs that take paths: what they reach. None of them is without effects.

export const WRITING_COMMANDS: Profiles = {
  mkdir: { flags: '-m= --mode= -p --parents -v --verbose', operands: ['write'] },
  rmdir: { flags: '-p --parents -v --verbose --ignore-fail-on-non-empty', operands: ['write'] },
  rm: {
    flags: '-f -i -I -r -R -d -v --recursive --force --dir --verbose --one-file-system --no-preserve-root',
    operands: ['write'],
  },
  touch: { flags: '-a -c -d= --date= -h -m -r=look --reference=look -t= --time=', operands: ['write'] },
  cp: { flags: '-t=write --target-directory=write -S= --suffix=', operands: ['read'], last: 'write' },
  mv: { flags: '-t=write --target-directory=write -S= --suffix=', operands: ['write'] },
  tee: { flags: '-a -i -p', operands: ['write'] },
  truncate: { flags: '-s= --size= -r=look --reference=look -c -o', operands: ['write'] },
  ln: {
    flags: '-t=write --target-directory=write -S= --suffix= -s -f -n -i -v -r -T',
    operands: ['look'],
    last: 'write',
  },
  link: { flags: '', operands: ['look'], last: 'write' },
  unlink: { flags: '', operands: ['write'] },
  shred: { flags: '-n= -s= --random-source=read -u -z -f -v', operands: ['write'] },
  install: { flags: '-t=write -m= -o= -g= -d -D -v', operands: ['read'], last: 'write' },
  chmod: { flags: '-R -v -c -f --reference=look', operands: ['text', 'write'] },
  chown: { flags: '-R -v -c -f -h --reference=look', operands: ['text', 'write'] },
  chgrp: { flags: '-R -v -c -f -h --reference=look', operands: ['text', 'write'] },
  split: { flags: '-a= -b= -C= -l= -n= -d -x', operands: ['read', 'write'] },
  csplit: { flags: '-b= -f=write -n=', operands: ['read', 'text'] },
  patch: {
    flags: '-p= -i=read --input=read -o=write --output=write -d=write --directory=write -r=write',
    operands: ['write', 'read'],
  },
  rsync: { flags: '-e=', operands: ['read'], last: 'write' },
  scp: { flags: '-i=read -F=read -P= -o=', operands: ['read'], last: 'write' },
  curl: {
    flags: `-o=write --output=write -D=write --dump-header=write -c=write --cookie-jar=write --output-dir=write -T=read
      --upload-file=read -K=read --config=read -E=read --cert=read --key=read --cacert=read -X= -H= -d= --data= -F= -u= -A=
      -e= -b= -x= -m= -w= --url=`,
    operands: ['text'],
  },
  wget: {
    flags: `-O=write --output-document=write -o=write -a=write -P=write --directory-prefix=write -i=read --input-file=read
      --post-file=read --body-file=read --header= -U= -t= -T= -e=`,
    operands: ['text'],
  },
  zip: { flags: '-x= -i=', operands: ['write', 'read'] },
  gzip: { flags: '-S=', operands: ['write'] },
  gunzip: { flags: '-S=', operands: ['write'] },
};

/** Programs whose first operand, if no flag gives code, is a script they run. */
export const SCRIPT_RUNNERS = [
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'php',
  'deno',
  'bun',
  'bash',
  'sh',
  'zsh',
  'dash',
  'source',
  '.',
];

/** Commands that `acceptEdits` covers. */
export const EDIT_COMMANDS = ['mkdir', 'touch', 'rm', 'rmdir', 'mv', 'cp', 'sed'];
