import { defineConfig } from 'vitest/config';

/** Real Terraform, provider and moto: slow to start, 600 MB each, so one file at a time. */
export default defineConfig({
  test: {
    include: ['test/real/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
