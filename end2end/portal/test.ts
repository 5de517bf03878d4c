import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { checkPage } from './check-page.ts';
import type { Engine } from './database.ts';
import { Portal } from './portal.ts';
import type { Environment } from './programs.ts';

export interface Options {
  /** Uses a separate portal, stopped after the test: for scenarios that change its configuration or break it. */
  ownPortal: boolean;
  /** Configuration of the separate portal, by environment variable. */
  configuration: Environment;
  /** Console errors that the scenario provokes. */
  expectedErrors: RegExp[];
}

export interface WorkerOptions {
  /** Database engine of the portals. */
  engine: Engine;
}

interface Fixtures extends Options {
  portal: Portal;
  /** `true` if JavaScript is enabled. */
  scripts: boolean;
  /** Checks the accessibility of a page: see `checkPage`. */
  check: (page: Page) => Promise<void>;
  /** Fails the test on console errors, including CSP violations, of any page of its context. */
  failOnConsoleErrors: void;
}

export const test = base.extend<Fixtures, WorkerOptions & { sharedPortal: { get(): Promise<Portal> } }>({
  engine: ['sqlite', { option: true, scope: 'worker' }],
  ownPortal: [false, { option: true }],
  configuration: [{}, { option: true }],
  expectedErrors: [[], { option: true }],

  sharedPortal: [
    async ({ engine }, use) => {
      let portal: Promise<Portal> | undefined;
      await use({ get: () => (portal ??= Portal.start(engine)) });
      await (await portal)?.stop();
    },
    { scope: 'worker' },
  ],

  portal: async ({ engine, ownPortal, configuration, sharedPortal }, use, info) => {
    const portal = ownPortal ? await Portal.start(engine, configuration) : await sharedPortal.get();
    const before = (await portal.log()).length;
    await use(portal);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: (await portal.log()).slice(before), contentType: 'text/plain' });
    }
    if (ownPortal) await portal.stop();
  },

  baseURL: async ({ portal }, use) => use(portal.address),

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

  check: async ({ scripts }, use) => use((page) => checkPage(page, { scripts })),

  failOnConsoleErrors: [
    async ({ context, portal, expectedErrors }, use) => {
      const errors: string[] = [];
      const listen = (page: Page) => {
        page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
        page.on('console', (message) => {
          if (isPortalError(message, portal) && !expectedErrors.some((expected) => expected.test(message.text()))) {
            errors.push(`${page.url()}: ${message.text()}`);
          }
        });
      };
      context.pages().forEach(listen);
      context.on('page', listen);
      await use();
      expect(errors, 'no error in the console').toEqual([]);
    },
    { auto: true },
  ],
});

function isPortalError(message: ConsoleMessage, portal: Portal): boolean {
  return message.type() === 'error' && !message.location().url.startsWith(portal.simulator.http);
}

export { expect };
