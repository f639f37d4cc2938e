import type { ConfigShowOptions, ConnectionOptions, JsonOption, WorkerOptions } from '../options/options.js';
import type { CommandLine } from './command-line.js';
import { withConnection } from './option-groups.js';

/** This installation: `doctor`, `config`, `version`, `worker`. */
export function addInstallationCommands({ program, terminal, ended }: CommandLine): void {
  withConnection(program.command('doctor'))
    .description('Look at all that a run needs, and say what mends what is wrong')
    .option('--json', 'print one JSON document')
    .action(async (options: ConnectionOptions & JsonOption) => {
      const { doctor } = await import('../commands/doctor.js');
      ended(await doctor(options, terminal));
    });

  const config = program.command('config').description('The settings that commands go by');
  withConnection(config.command('show'))
    .description('Show every setting, and where it comes from')
    .option('--origin', 'also say where each value comes from')
    .option('--json', 'print one JSON document')
    .action(async (options: ConfigShowOptions) => {
      const { configShow } = await import('../commands/config.js');
      ended(await configShow(options, terminal));
    });

  withConnection(program.command('worker'))
    .description('Serve runs in the foreground: a worker for the local daemon, or for a cluster')
    .option('--storage <place>', 'folder or S3 address that all clients and workers share (also LONGHAUL_STORAGE)')
    .action(async (options: WorkerOptions) => {
      const { worker } = await import('../commands/worker.js');
      ended(await worker(options, terminal));
    });

  program
    .command('version')
    .description('Print the versions of Longhaul and of what it is built on')
    .option('--json', 'print one JSON document')
    .action(async (options: JsonOption) => {
      const { version } = await import('../commands/version.js');
      ended(await version(options, terminal));
    });
}
