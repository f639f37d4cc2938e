// `npm run bench -- NAME`: prints figures; never a test (machines are noisy).

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  agents: async () => (await import('./agents.js')).benchAgents(),
  dashboard: async () => (await import('./dashboard.js')).benchDashboard(),
  interpreter: async () => (await import('./interpreter.js')).benchInterpreter(),
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
  process.exit(2);
}
await bench();
process.exit(0); // the SDK's native runtime would keep the process
