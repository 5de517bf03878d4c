import { defineConfig } from '@playwright/test';
import type { Options, WorkerOptions } from './portal/test.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

// Only the phone uses the dark theme: both themes are checked without doubling the run.
const wide = { viewport: desktop, colorScheme: 'light' } as const;
const narrow = { viewport: phone, colorScheme: 'dark', hasTouch: true } as const;
const completeScenario = '**/parcours/**';

/**
 * All scenarios on a desktop, with and without scripts; the complete scenario and the public pages on a phone. Not without
 * scripts on a phone: these pages are those of the desktop, which are checked at narrow widths too.
 */
const onSqlite = [
  { name: 'bureau', use: wide },
  { name: 'bureau-sans-js', use: { ...wide, javaScriptEnabled: false } },
  { name: 'telephone', use: narrow, testMatch: [completeScenario, '**/public/**'] },
];

/** Scenarios that depend on the database: the complete scenario, with and without scripts, and at-most-once operations. */
const onPostgres = [
  {
    name: 'bureau-postgres',
    use: { ...wide, engine: 'postgres' as const },
    testMatch: [completeScenario, '**/activation.spec.ts', '**/envoi.spec.ts', '**/droits.spec.ts'],
  },
  {
    name: 'bureau-sans-js-postgres',
    use: { ...wide, javaScriptEnabled: false, engine: 'postgres' as const },
    testMatch: completeScenario,
  },
];

/** `cargo xtask test` sets the paths of the browser and of the programs: see portal/programs.ts. */
export default defineConfig<Options, WorkerOptions>({
  testDir: '.',
  outputDir: 'test-results',
  // Each worker has a browser and a server; on two cores, one of three is usually waiting.
  workers: 3,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list', { printSteps: false }]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Tracing costs a third of the run time: enabled only to analyse a failure.
    trace: process.env.PRODOUANE_E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.PRODOUANE_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [...onSqlite, ...onPostgres],
});
