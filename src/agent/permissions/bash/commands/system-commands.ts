import type { Profiles } from './profile.js';

// Commands that tell about the machine, or only compute. Flags from the manuals of procps, psmisc, net-tools, iproute2 and coreutils.

export const SYSTEM_COMMANDS: Profiles = {
  echo: { readOnly: 'open', flags: '', operands: ['text'] },
  printf: { readOnly: 'open', flags: '-v=', except: '-v', operands: ['text'] },
  true: { readOnly: 'open', flags: '', operands: ['text'] },
  false: { readOnly: 'open', flags: '', operands: ['text'] },
  expr: { readOnly: 'open', flags: '', operands: ['text'] },
  seq: { readOnly: 'open', flags: '-f= -s=', operands: ['text'] },
  sleep: { readOnly: 'open', flags: '', operands: ['text'] },
  ps: {
    readOnly: 'known',
    flags: `-e -A -a -d -N -f -F -l -j -y -w -H -x -c -C= -G= -g= -p= -q= -s= -t= -u= -U= -o= -O= -L -T -m -M -V --pid= --ppid=
      --user= --forest --headers --no-headers --sort= --cols= --columns= --rows= --width= --format= --help --version`,
    operands: ['text'],
    // Without a dash, `e` shows the environment of every process.
    fits: ({ operands }) => operands.every(({ text }) => !/^[a-z]*e/i.test(text) || /^\d/.test(text)),
  },
  whoami: { readOnly: 'known', flags: '', operands: ['text'], most: 0 },
  id: { readOnly: 'open', flags: '', operands: ['text'] },
  groups: { readOnly: 'open', flags: '', operands: ['text'] },
  uname: { readOnly: 'open', flags: '', operands: ['text'] },
  hostname: {
    readOnly: 'known',
    flags:
      '-f --fqdn --long -s --short -i --ip-address -I --all-ip-addresses -A --all-fqdns -a --alias -d --domain -y --yp -h --help -V --version',
    operands: ['text'],
    most: 0,
  },
  date: {
    readOnly: 'known',
    flags:
      '-d= --date= -u --utc --universal -I? --iso-8601? -R --rfc-email --rfc-2822 --rfc-3339= -r=read --reference=read --help --version',
    operands: ['text'],
    fits: ({ operands }) => operands.every(({ text }) => text.startsWith('+')),
  },
  cal: { readOnly: 'open', flags: '', operands: ['text'] },
  uptime: { readOnly: 'open', flags: '', operands: ['text'] },
  free: { readOnly: 'open', flags: '', operands: ['text'] },
  nproc: { readOnly: 'open', flags: '', operands: ['text'] },
  locale: { readOnly: 'open', flags: '', operands: ['text'] },
  arch: { readOnly: 'known', flags: '-h --help', operands: ['text'], most: 0 },
  history: {
    readOnly: 'known',
    flags: '',
    operands: ['text'],
    most: 1,
    fits: ({ operands }) => operands.every(({ text }) => /^\d+$/.test(text)),
  },
  man: {
    readOnly: 'known',
    flags: '-a --all -f -k --whatis --apropos -w --where --path --help -V --version',
    operands: ['text'],
    fits: ({ operands }) => operands.every(({ text }) => !text.includes('/')),
  },
  help: { readOnly: 'known', flags: '-d -m -s', operands: ['text'] },
  pgrep: {
    readOnly: 'known',
    flags: `-d= --delimiter= -l --list-name -a --list-full -v --inverse -w --lightweight -c --count -f --full -g= --pgroup= -G=
      --group= -i --ignore-case -n --newest -o --oldest -O= --older= -P= --parent= -s= --session= -t= --terminal= -u= --euid=
      -U= --uid= -x --exact -r= --runstates= -A --ignore-ancestors -V --version -h --help`,
    operands: ['text'],
  },
  netstat: {
    readOnly: 'known',
    flags: `-a --all -l --listening -n --numeric -t --tcp -u --udp -p --program -r --route -s --statistics -i --interfaces -e
      --extend -v --verbose -4 -6 -W --wide -o --timers -g --groups -c --continuous -h --help -V --version`,
    operands: ['text'],
  },
  ss: {
    readOnly: 'known',
    flags: `-h --help -V --version -n --numeric -r --resolve -a --all -l --listening -o --options -e --extended -m --memory -p
      --processes -i --info -s --summary -4 --ipv4 -6 --ipv6 -0 --packet -t --tcp -u --udp -d --dccp -w --raw -x --unix
      -H --no-header -O --oneline`,
    operands: ['text'],
  },
  tput: {
    readOnly: 'known',
    flags: '-T= -V',
    operands: ['text'],
    fits: ({ operands }) =>
      ['cols', 'lines', 'colors', 'longname'].includes(operands[0]?.text ?? '') && operands.length === 1,
  },
  ifconfig: { readOnly: 'known', flags: '-a', operands: ['text'], most: 1 },
  ip: {
    readOnly: 'known',
    flags: '',
    operands: ['text'],
    most: 1,
    fits: ({ operands }) => operands[0]?.text === 'addr',
  },
  docker: {
    readOnly: 'open',
    flags: '',
    except: '-H --host --config -c --context --tlscacert --tlscert --tlskey',
    operands: ['text'],
    fits: ({ operands }) => ['ps', 'images', 'logs', 'inspect'].includes(operands[0]?.text ?? ''),
  },
  node: {
    readOnly: 'known',
    flags: '-v --version',
    operands: ['text'],
    most: 0,
    fits: ({ flags }) => flags.length === 1,
  },
  python: {
    readOnly: 'known',
    flags: '--version',
    operands: ['text'],
    most: 0,
    fits: ({ flags }) => flags.length === 1,
  },
  python3: {
    readOnly: 'known',
    flags: '--version',
    operands: ['text'],
    most: 0,
    fits: ({ flags }) => flags.length === 1,
  },
};
