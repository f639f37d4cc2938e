/** Three tiers: `npm test` takes everything but the long and the live ones; see README. */
const tier = process.env.LONGHAUL_TEST_TIER ?? 'test';

const pattern = {
  test: ['<rootDir>/test/**/*.test.ts'],
  full: ['<rootDir>/test/**/*.full.ts'],
  live: ['<rootDir>/test/**/*.live.ts'],
}[tier];

export default {
  testMatch: pattern,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  maxWorkers: 2,
  // What tests load stays in memory; a new process costs less than collecting its garbage.
  workerIdleMemoryLimit: '768MB',
  testTimeout: 30_000,
};
