import { defineConfig } from 'vitest/config';

const shared = { testTimeout: 30_000, hookTimeout: 60_000, env: { NODE_ENV: 'production' } };

// React's production build has no development transform of JSX.
const oxc = { jsx: { runtime: 'automatic', development: false } } as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    maxWorkers: 2,
    projects: [
      { oxc, test: { ...shared, name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/e2e/**'] } },
      // Runs the built program.
      { test: { ...shared, name: 'e2e', include: ['test/e2e/**/*.test.{ts,tsx}'], globalSetup: ['test/support/build-once.ts'] } },
    ],
  },
});
