import type { Profile, Profiles } from './profile.js';

// Commands that read files and write what they find to standard output. Flags from the manuals of GNU coreutils, findutils,
// diffutils, grep, sed, util-linux, ripgrep, fd and jq.

const CHECKSUM: Profile = {
  readOnly: 'known',
  flags:
    '-b --binary -c --check -t --text -z --zero --tag --ignore-missing --quiet --status --strict -w --warn --help --version',
  operands: ['read'],
};

const GREP: Profile = {
  readOnly: 'known',
  joinsNumbers: true,
  flags: `-E --extended-regexp -F --fixed-strings -G --basic-regexp -P --perl-regexp -e= --regexp= -f=read --file=read
    -i --ignore-case --no-ignore-case -w --word-regexp -x --line-regexp -c --count --color? --colour? -L
    --files-without-match -l --files-with-matches -m= --max-count= -o --only-matching -q --quiet --silent -s --no-messages
    -b --byte-offset -H --with-filename -h --no-filename -n --line-number -T --initial-tab -Z --null -A=
    --after-context= -B= --before-context= -C= --context= -0 -a --text --binary-files=
    --exclude= --exclude-dir= --include= -r --recursive -I --line-buffered -U --binary -z --null-data -v --invert-match
    -y --help -V --version`,
  operands: ['pattern', 'read'],
  patternFlags: ['-e', '--regexp', '-f', '--file'],
};

export const TEXT_COMMANDS: Profiles = {
  cat: { readOnly: 'open', flags: '', operands: ['read'] },
  head: { readOnly: 'open', flags: '-n= --lines= -c= --bytes= -0', operands: ['read'] },
  tail: { readOnly: 'open', flags: '-n= --lines= -c= --bytes= -s= --sleep-interval= --pid= -0', operands: ['read'] },
  wc: { readOnly: 'open', flags: '', except: '--files0-from', operands: ['read'] },
  cut: {
    readOnly: 'open',
    flags: '-b= --bytes= -c= --characters= -d= --delimiter= -f= --fields= --output-delimiter=',
    operands: ['read'],
  },
  tr: { readOnly: 'open', flags: '', operands: ['text'] },
  paste: { readOnly: 'open', flags: '-d= --delimiters=', operands: ['read'] },
  comm: { readOnly: 'open', flags: '--output-delimiter=', operands: ['read'] },
  cmp: { readOnly: 'open', flags: '-i= --ignore-initial= -n= --bytes=', operands: ['read', 'read', 'text'] },
  diff: {
    readOnly: 'open',
    flags: `-F= --show-function-line= -I= --ignore-matching-lines= -L= --label= -U= --unified? -C= --context? -W= --width=
      -x= --exclude= -X=read --exclude-from=read -S= --starting-file= --color? -D= --ifdef=`,
    except: '--from-file --to-file',
    operands: ['read'],
  },
  nl: {
    readOnly: 'open',
    flags: '-b= -d= -f= -h= -i= -l= -n= -s= -v= -w=',
    operands: ['read'],
  },
  tac: { readOnly: 'open', flags: '-s= --separator=', operands: ['read'] },
  rev: { readOnly: 'open', flags: '', operands: ['read'] },
  fold: { readOnly: 'open', flags: '-w= --width=', operands: ['read'] },
  expand: { readOnly: 'open', flags: '-t= --tabs=', operands: ['read'] },
  unexpand: { flags: '-t= --tabs=', operands: ['read'] },
  fmt: { readOnly: 'open', flags: '-p= --prefix= -w= --width= -g= --goal=', operands: ['read'] },
  pr: {
    readOnly: 'open',
    flags: '-D= -h= --header= -l= --length= -N= -o= --indent= -w= --width= -W= --page-width=',
    operands: ['read'],
  },
  column: {
    readOnly: 'open',
    flags: '-c= -E= -H= -N= -o= -O= -r= -R= -s= -T= -W=',
    operands: ['read'],
  },
  od: {
    readOnly: 'open',
    flags: '-A= --address-radix= -j= --skip-bytes= -N= --read-bytes= -S= --strings? -t= --format= -w --width?',
    operands: ['read'],
  },
  hexdump: { readOnly: 'open', flags: '-e= -f=read -n= -s=', operands: ['read'] },
  strings: {
    readOnly: 'open',
    flags: '-n= --bytes= -t= --radix= -e= --encoding= -T= --target= -s=',
    operands: ['read'],
  },
  base64: {
    readOnly: 'known',
    flags: '-d -D --decode -i --ignore-garbage -w= --wrap= --help --version',
    operands: ['read'],
  },
  md5sum: CHECKSUM,
  sha1sum: CHECKSUM,
  sha256sum: CHECKSUM,
  tsort: { readOnly: 'open', flags: '', operands: ['read'] },
  numfmt: {
    readOnly: 'open',
    flags: '-d= --delimiter= --field= --format= --from= --to= --suffix=',
    operands: ['text'],
  },
  sort: {
    readOnly: 'known',
    flags: `-b --ignore-leading-blanks -d --dictionary-order -f --ignore-case -g --general-numeric-sort -i
      --ignore-nonprinting -M --month-sort -h --human-numeric-sort -n --numeric-sort -R --random-sort -r --reverse -V
      --version-sort -c --check -C -m --merge -s --stable -u --unique -z --zero-terminated --help --version`,
    operands: ['read'],
  },
  uniq: { flags: '-f= -s= -w= --skip-fields= --skip-chars= --check-chars=', operands: ['read', 'write'] },
  grep: GREP,
  egrep: GREP,
  fgrep: { ...GREP, readOnly: undefined },
  rg: {
    readOnly: 'known',
    joinsNumbers: true,
    flags: `-A= --after-context= -B= --before-context= -C= --context= -0 -c --count --count-matches --color= --column
      --crlf -d= --max-depth= -E= --encoding= -e= --regexp= -F --fixed-strings -f=read --file=read -g= --glob= --iglob=
      -H --with-filename -I --no-filename --heading --no-heading --hidden -. -i --ignore-case -j= --threads= -l
      --files-with-matches --files-without-match -M= --max-columns= -m= --max-count= --max-filesize= -N --no-line-number
      -n --line-number --no-ignore --no-ignore-vcs --no-messages -o --only-matching -P --pcre2 -p --pretty -q
      --quiet -r= --replace= -S --smart-case -s --case-sensitive --sort= --sortr=  -T= --type-not= -t= --type=
      --trim -U --multiline --multiline-dotall -u --unrestricted -v --invert-match  -w --word-regexp -x
      --line-regexp  -V --version --help`,
    operands: ['pattern', 'read'],
    patternFlags: ['-e', '--regexp', '-f', '--file'],
  },
  sed: {
    readOnly: 'known',
    flags: `-n --quiet --silent -E -r --regexp-extended -i? --in-place? -e= --expression= -f=read --file=read -s --separate
      -u --unbuffered -z --null-data -l= --line-length= --posix --debug --sandbox`,
    except:
      '-i --in-place -e --expression -f --file -s --separate -u --unbuffered -z --null-data -l --line-length --posix --debug',
    operands: ['pattern', 'read'],
    patternFlags: ['-e', '--expression', '-f', '--file'],
    writesWith: ['-i', '--in-place'],
    fits: ({ flags, operands }) =>
      flags.some(({ name }) => ['-n', '--quiet', '--silent'].includes(name)) &&
      /^(?:\d+(?:,\d+)?p)(?:;(?:\d+(?:,\d+)?p))*$/.test(operands[0]?.text ?? ''),
  },
  awk: {
    flags: '-F= -v= -f=read --file=read',
    operands: ['pattern', 'read'],
    patternFlags: ['-f', '--file'],
  },
  jq: {
    readOnly: 'known',
    flags: `-r --raw-output -c --compact-output -n --null-input -s --slurp -S --sort-keys -e --exit-status -C
      --color-output -M --monochrome-output -a --ascii-output -j --join-output -R --raw-input --tab --indent= --seq
      --stream --unbuffered --raw-output0 --arg== --argjson== --help --version`,
    operands: ['pattern', 'read'],
    fits: ({ operands }) =>
      !/\benv\b|\$ENV|\b(?:import|include|input_filename|get_search_list|debug)\b/.test(operands[0]?.text ?? ''),
  },
  look: { flags: '', operands: ['text', 'read'] },
  shuf: { flags: '-n= -o=write --output=write -e', operands: ['read'] },
  join: { flags: '-1= -2= -j= -t= -o= -a= -v= -e=', operands: ['read'] },
  sum: { flags: '', operands: ['read'] },
  cksum: { flags: '', operands: ['read'] },
  less: { flags: '', operands: ['read'] },
  more: { flags: '', operands: ['read'] },
  zcat: { flags: '', operands: ['read'] },
  xxd: { flags: '-c= -g= -l= -o= -s=', operands: ['read', 'write'] },
};
