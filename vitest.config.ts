import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // As Node resolves it: vite alone would take the package's .mjs build, and packages that import graphql natively its other one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    // Half of a test's time is spent waiting for a database: by default one core would be left to the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A module is loaded once for all files of a worker: no test changes one, and loading took a third of the time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
