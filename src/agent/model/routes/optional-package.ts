import { messageOf } from '../../../config/message-of.js';
import { oneLine } from '../one-line.js';
import { type ModelAccess, unavailable } from './access.js';

/** Loads a package that only some users need, and goes on with it. `load` imports it. */
export async function withPackage<Module>(
  name: string,
  load: () => Promise<Module>,
  goOn: (module: Module) => ModelAccess | Promise<ModelAccess>,
): Promise<ModelAccess> {
  let module: Module;
  try {
    module = await load();
  } catch (error) {
    return unavailable(whyNot(name, oneLine(messageOf(error))));
  }
  return goOn(module);
}

/** `reason` may be about a package that it needs itself, and may name the file that does. */
function whyNot(name: string, reason: string): string {
  return reason.startsWith('Cannot find') && reason.includes(`'${name}'`)
    ? `the package ${name} is not installed: install it beside longhaul (npm install ${name}, with -g if longhaul was)`
    : `the package ${name} cannot be loaded: ${reason.replace(/ imported from .*/s, '')}`;
}
