import { defineConfig } from '@playwright/test';
import { GIVEN_ADDRESS } from './portal/given-address.ts';
import { findProgram } from './portal/programs.ts';
import type { Options, WorkerOptions } from './portal/test.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

// Only the phone uses the dark theme: both themes are checked without doubling the run.
const wide = { viewport: desktop, colorScheme: 'light' } as const;
const narrow = { viewport: phone, colorScheme: 'dark', hasTouch: true } as const;
const completeScenario = '**/parcours/**';
const otherBrowsers = '**/navigateurs/**';

/**
 * All scenarios on a desktop, with and without scripts; the complete scenario and the public pages on a phone. Not without
 * scripts on a phone: these pages are those of the desktop, which are checked at narrow widths too.
 */
const onSqlite = [
  { name: 'bureau', use: wide, testIgnore: otherBrowsers },
  { name: 'bureau-sans-js', use: { ...wide, javaScriptEnabled: false }, testIgnore: otherBrowsers },
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

/** Browsers that Playwright does not drive. HTTPS once each, and once http, which Safari accepts without `Secure` cookies. */
const inOtherBrowsers = [
  { name: 'firefox', use: { otherBrowser: 'firefox' as const, https: true }, testMatch: otherBrowsers },
  { name: 'firefox-sans-js', use: { otherBrowser: 'firefox' as const, javaScriptEnabled: false }, testMatch: otherBrowsers },
  { name: 'webkit', use: { otherBrowser: 'webkit' as const, https: true }, testMatch: otherBrowsers },
  { name: 'webkit-http', use: { otherBrowser: 'webkit' as const }, testMatch: otherBrowsers },
];

const all = [...onSqlite, ...(process.env.PRODOUANE_TEST_POSTGRES ? onPostgres : []), ...inOtherBrowsers];

/** `cargo xtask test` sets the paths of the browsers and of the programs: see portal/programs.ts. */
export default defineConfig<Options, WorkerOptions>({
  testDir: '.',
  globalSetup: './portal/global-setup.ts',
  outputDir: 'test-results',
  // Each worker has a browser and a server; on two cores, one of three is usually waiting.
  workers: 3,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // Waits end as soon as their condition holds, so long ones cost nothing; another process may keep a core busy.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list', { printSteps: false }]],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // A choice of scenarios also runs on PostgreSQL; on demand, all do.
    engine: process.env.PRODOUANE_E2E_ENGINE === 'postgres' ? 'postgres' : 'sqlite',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Tracing costs a third of the run time: enabled only to analyse a failure.
    trace: process.env.PRODOUANE_E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.PRODOUANE_CHROMIUM ?? findProgram('chromium-headless-shell', 'chromium', 'google-chrome'),
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
  projects: GIVEN_ADDRESS ? onSqlite : all,
  grep: GIVEN_ADDRESS ? /@public/ : undefined,
});
