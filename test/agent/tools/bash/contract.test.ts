import { createBashTool } from '../../../../src/agent/tools/bash/bash.js';
import { describeTool } from '../tool.contract.js';

describeTool('Bash', {
  create: createBashTool,
  input: { command: "printf 'x\\377%.0s' $(seq 1 60000); seq 1 60000" },
  bad: [
    [{}, 'command'],
    [{ command: ['ls'] }, 'command'],
    [{ command: '' }, 'command'],
    [{ command: 'ls', timeout: 0 }, 'timeout'],
    [{ command: 'ls', run_in_background: 'yes' }, 'run_in_background'],
    [{ command: 'ls', dangerouslyDisableSandbox: true }, 'dangerouslyDisableSandbox'],
  ],
});
