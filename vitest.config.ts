import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/cli/**/*.test.ts',
      'test/cases/**/*.test.ts',
      'test/judge/**/*.test.ts',
    ],
    testTimeout: 20_000,
  },
});
