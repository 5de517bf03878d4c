import { defineConfig } from '@playwright/test';
import type { Options } from './portal/test.ts';

const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

/** `cargo xtask test` names the browser and the programs; see portal/environment.ts. */
export default defineConfig<Options>({
  testDir: '.',
  outputDir: 'test-results',
  // One browser and one server each: a core apiece on the smallest machine.
  workers: 2,
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
    trace: 'retain-on-failure',
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
  projects: [
    { name: 'bureau', use: { viewport: desktop, colorScheme: 'light' } },
    { name: 'bureau-sans-js', use: { viewport: desktop, colorScheme: 'light', javaScriptEnabled: false } },
    // The phone is the one in the dark: both palettes are seen without doubling the run.
    { name: 'telephone', use: { viewport: phone, colorScheme: 'dark', hasTouch: true }, testIgnore: '**/illustrations/**' },
    {
      name: 'telephone-sans-js',
      use: { viewport: phone, colorScheme: 'dark', javaScriptEnabled: false },
      testMatch: '**/parcours/**',
    },
  ],
});
