import { defineConfig } from 'vitest/config';

/** The product without one of its checks, for every check: `npm run test:weaken`. */
export default defineConfig({
  test: {
    include: ['test/weaken/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
