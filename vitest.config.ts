import { defineConfig } from "vitest/config"

// The suffix of a test says what it needs: `.test.ts` nothing, `.db.test.ts` a database (once per engine), `.crash.test.ts`
// processes to kill, `.e2e.ts` a browser, `.long.test.ts` hours that only `npm run test:long` has.
/** What is waited for comes within a second on a quiet machine, and a busy one fails nobody: how fast it is, benches say. */
const expect = { poll: { timeout: 20_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          expect,
          include: ["{packages,server,cli,web,tools}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/*.{db,crash,long}.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "db",
          expect,
          include: ["server/**/*.db.test.ts"],
          globalSetup: ["server/test/prepare.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "crash",
          expect,
          include: ["{server,cli,tools}/**/*.crash.test.ts"],
          globalSetup: ["server/test/prepare.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          expect,
          include: ["e2e/**/*.e2e.ts"],
          pool: "forks",
          // Each file has servers and a browser of its own, and waits for them half of the time.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "long",
          expect,
          include: ["{server,cli}/**/*.long.test.ts"],
          globalSetup: ["server/test/prepare.ts"],
          pool: "forks",
          maxWorkers: 1,
          testTimeout: 3_600_000,
        },
      },
    ],
  },
})
