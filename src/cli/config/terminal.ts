import { notifyBy } from '../terminal/notify.js';
import { DEFAULT, type Env, fromEnv, ofEnv, type Setting } from './setting.js';

/** What commands do with the terminal they run in. */
export function terminalSettings(env: Env): readonly Setting[] {
  const notify = fromEnv(env, 'LONGHAUL_NOTIFY');
  return [
    { key: 'terminal.notify', value: notifyBy(env), origin: notify?.origin ?? DEFAULT },
    ofEnv('terminal.editor', env, ['VISUAL', 'EDITOR'], 'vi'),
    { key: 'terminal.color', ...colorIn(env) },
  ];
}

/** NO_COLOR goes before FORCE_COLOR. */
function colorIn(env: Env): Pick<Setting, 'value' | 'origin'> {
  const found = fromEnv(env, 'NO_COLOR', 'FORCE_COLOR');
  if (!found) return { value: 'auto', origin: DEFAULT };
  const on = found.origin === 'env FORCE_COLOR' && found.value !== '0';
  return { value: on ? 'always' : 'never', origin: found.origin };
}
