import { defineConfig } from "vitest/config";

/** `npm run test:unit`, `npm run test:headless`; the suites inside the editor have runners of their own. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: 20_000 } },
      {
        test: {
          name: "headless",
          include: ["test/headless/**/*.test.ts"],
          testTimeout: 60_000,
          globalSetup: "test/headless/support/build.ts",
        },
      },
    ],
  },
});
