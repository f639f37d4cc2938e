import { ExitCode } from '../../config/exit-code.js';
import { packageVersion } from '../../config/package.js';
import { ENGINE_HASH } from '../../interpreter/generated/engine-hash.js';
import { readPins } from '../../server/binary/pins.js';
import { workerBuild } from '../../worker/build.js';
import type { JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { type Terminal, writeLines } from '../terminal/terminal.js';

/** `longhaul version`: what is installed here. */
export async function version(options: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const pins = readPins();
  const versions = {
    longhaul: packageVersion(),
    build: await workerBuild(),
    node: process.versions.node,
    // What Longhaul obtains by itself; `doctor` says which one is here.
    temporal: { cli: pins.cli, server: pins.server, oldestServer: pins.minimumServer },
    engine: ENGINE_HASH,
    platform: `${process.platform}-${process.arch}`,
  };
  if (options.json) await printDocument('version', versions, 'json', terminal);
  else {
    const { longhaul, build, node, temporal, engine, platform } = versions;
    const lines = [
      `longhaul   ${longhaul} (build ${build})`,
      `node       ${node}`,
      `temporal   ${temporal.cli} with server ${temporal.server}; servers from ${temporal.oldestServer} on will do`,
      `engine     ${engine.slice(0, 16)}`,
      `platform   ${platform}`,
    ];
    await writeLines(terminal.stdout, lines);
  }
  return ExitCode.Ok;
}
