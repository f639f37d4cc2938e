import type { Profiles } from './profile.js';

// Commands about names, folders and what is known of files. Flags from the manuals of GNU coreutils, findutils, tree, file and fd.

export const FOLDER_COMMANDS: Profiles = {
  ls: {
    readOnly: 'open',
    flags: '-I= --ignore= --hide= -w= --width= -T= --tabsize= --color? --sort? --time? --format?',
    operands: ['read'],
  },
  cd: {
    readOnly: 'known',
    flags: '',
    operands: ['read'],
    most: 1,
    fits: ({ operands }) => operands.length === 1 && operands[0]?.text !== '-',
  },
  pwd: { readOnly: 'known', flags: '', operands: ['text'], most: 0 },
  stat: { readOnly: 'open', flags: '-c= --format= --printf=', operands: ['read'] },
  file: {
    readOnly: 'known',
    flags: `-b --brief -c -i --mime --mime-type --mime-encoding -h --no-dereference -L --dereference -k --keep-going -N
      --no-pad -n --no-buffer -r --raw -s --special-files -0 --print0 -F= --separator=
      -e= --exclude= -v --version --help -l --list`,
    operands: ['read'],
  },
  tree: {
    readOnly: 'known',
    flags: `-a -d -f -x -L= -P= -I= --gitignore --matchdirs --ignore-case --prune --noreport --charset= --filelimit= -q
      -N -Q -p -u -g -s -h --si -D --timefmt= -F --inodes --device -v -t -c -U -r --dirsfirst --filesfirst --sort= -i -A -S
      -n -C -X -J -H= -T= --nolinks --du --help --version`,
    operands: ['look'],
  },
  du: {
    readOnly: 'open',
    flags:
      '-B= --block-size= -d= --max-depth= -t= --threshold= --exclude= -X=read --exclude-from=read --time? --time-style=',
    except: '--files0-from',
    operands: ['look'],
  },
  df: { readOnly: 'open', flags: '-B= --block-size= -t= --type= -x= --exclude-type=', operands: ['look'] },
  basename: { readOnly: 'open', flags: '-s= --suffix=', operands: ['text'] },
  dirname: { readOnly: 'open', flags: '', operands: ['text'] },
  realpath: { readOnly: 'open', flags: '--relative-to= --relative-base=', operands: ['name'] },
  readlink: { readOnly: 'open', flags: '', operands: ['name'] },
  test: { readOnly: 'open', flags: '', except: '-v -R', operands: ['look'] },
  '[': { readOnly: 'open', flags: '', except: '-v -R', operands: ['look'] },
  '[[': { readOnly: 'open', flags: '', except: '-v -R', operands: ['look'] },
  fd: {
    readOnly: 'known',
    flags: `-H --hidden -I --no-ignore -u --unrestricted -s --case-sensitive -i --ignore-case -g --glob --regex -F
      --fixed-strings -a --absolute-path -L --follow -p --full-path -d= --max-depth= --min-depth=
      --exact-depth= -E= --exclude= -t= --type= -e= --extension= -S= --size= --changed-within= --changed-before= -0
      --print0 -1 -q --quiet -c= --color= --max-results= --prune -h --help -V --version`,
    operands: ['text', 'look'],
  },
  which: { readOnly: 'open', flags: '', operands: ['text'] },
  type: { readOnly: 'open', flags: '', operands: ['text'] },
  lsof: {
    readOnly: 'known',
    flags: '-a -b -C -h -l -n -N -O -P -Q -R -s -t -U -v -V -X -i -p= -u= -c= -d= -g -F -o -r -w',
    operands: ['look'],
    fits: ({ operands }) => operands.every(({ text }) => !text.startsWith('+')),
  },
};

/** Actions of find that run something or write. */
export const FIND_ACTIONS = [
  '-exec',
  '-execdir',
  '-ok',
  '-okdir',
  '-delete',
  '-fprint',
  '-fprint0',
  '-fprintf',
  '-fls',
];

/** Tests of find whose value is a path. */
export const FIND_PATH_TESTS = [
  '-newer',
  '-anewer',
  '-cnewer',
  '-samefile',
  '-neweraa',
  '-newerac',
  '-newerma',
  '-newermc',
];
