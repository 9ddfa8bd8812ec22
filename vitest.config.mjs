import { defineConfig } from "vitest/config";

/** `npm run test:unit`, `npm run test:headless`; the suites inside the editor have runners of their own. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A second, which is the default, is little on a busy machine.
          expect: { poll: { timeout: 30_000 } },
          setupFiles: "test/support/properties.ts",
        },
      },
      {
        test: {
          name: "headless",
          include: ["test/headless/**/*.test.ts"],
          // Each starts programs, which take long on a busy machine.
          testTimeout: 240_000,
          hookTimeout: 120_000,
          globalSetup: "test/headless/support/build.ts",
        },
      },
    ],
  },
});
