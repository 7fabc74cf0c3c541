import { join } from 'node:path';

// Inherited by the hundreds of processes that a run starts, each of which would compile the same files again.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled');

// jose is an ES module only; transforming it to CommonJS keeps the tests in the module format of the artefact, without flags.
export default {
  testEnvironment: 'node',
  // Much of a run is waiting for processes and deadlines, so every core has a worker; Jest would leave one idle.
  maxWorkers: '100%',
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
