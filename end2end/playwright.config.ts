import { defineConfig } from '@playwright/test';
import type { Options, WorkerOptions } from './portal/test.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

// The phone is the one in the dark: both palettes are seen without doubling the run.
const wide = { viewport: desktop, colorScheme: 'light' } as const;
const narrow = { viewport: phone, colorScheme: 'dark', hasTouch: true } as const;
const journey = '**/parcours/**';

/**
 * Everything, with and without scripts; the phone goes the whole journey and sees the public pages. Without scripts its
 * pages are the desktop's, whose every shape is looked at on narrow screens too.
 */
const onSqlite = [
  { name: 'bureau', use: wide },
  { name: 'bureau-sans-js', use: { ...wide, javaScriptEnabled: false } },
  { name: 'telephone', use: narrow, testMatch: [journey, '**/public/**'] },
];

/** What depends on the database: the whole journey both ways, and what must happen once or not at all. */
const onPostgres = [
  {
    name: 'bureau-postgres',
    use: { ...wide, engine: 'postgres' as const },
    testMatch: [journey, '**/activation.spec.ts', '**/envoi.spec.ts', '**/droits.spec.ts'],
  },
  {
    name: 'bureau-sans-js-postgres',
    use: { ...wide, javaScriptEnabled: false, engine: 'postgres' as const },
    testMatch: journey,
  },
];

/** `cargo xtask test` names the browser and the programs; see portal/programs.ts. */
export default defineConfig<Options, WorkerOptions>({
  testDir: '.',
  outputDir: 'test-results',
  // One browser and one server each; on the two cores of the smallest machine, one of three always waits.
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
    // Recording costs a third of the run: asked for when a failure is looked into.
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
