import { join } from 'node:path';

// The tests start TypeScript as it is. npm puts the Node of the install first; an older one of the machine cannot run it.
if (!process.features.typescript) throw new Error('Start Jest by `npm test` or `npx jest <path>`.');

// All inside the clone: what another clone, or an earlier version of this one, left on the machine takes no part.
const cache = join(import.meta.dirname, 'node_modules', '.cache');
// Inherited by the hundreds of processes that a run starts, each of which would compile the same files again.
process.env['NODE_COMPILE_CACHE'] ??= join(cache, 'compiled');
// Where @swc/core unpacks its native part.
process.env['SWC_NATIVE_BINDING_CACHE'] ??= join(cache, 'swc');

// jose is an ES module only; transforming it to CommonJS keeps the tests in the module format of the artefact, without flags.
export default {
  testEnvironment: 'node',
  cacheDirectory: join(cache, 'jest'),
  // Much of a run is waiting for processes and deadlines, so every core has a worker; Jest would leave one idle.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/suite-order.cjs',
  // A limit only finds what hangs: a system starts in a second, and in twenty on a machine that builds something else.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  clearMocks: true,
  // Looked up in the sandbox, it makes the handshakes of a call twenty times as slow.
  sandboxInjectedGlobals: ['Math'],
  reporters: ['default', '<rootDir>/test/support/skipped-reporter.cjs'],
  collectCoverageFrom: ['src/**/*.ts'],
  transform: {
    '^.+\\.(t|j)sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(jose)/)'],
};
