import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { checkPage } from './check-page.ts';
import type { Engine } from './database.ts';
import { GIVEN_ADDRESS } from './given-address.ts';
import { Portal } from './portal.ts';
import type { Environment } from './programs.ts';
import type { OtherBrowser } from './tab.ts';

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
  /** Serves the portals by HTTPS. */
  https: boolean;
  /** Browser of the scenarios that Playwright does not drive. */
  otherBrowser: OtherBrowser;
}

interface PortalFixtures extends Options {
  portal: Portal;
  /** `true` if JavaScript is enabled. */
  scripts: boolean;
}

interface PageFixtures {
  /** Origin of the simulator, whose errors do not count; empty without simulator. */
  simulatorOrigin: string;
  /** Checks the accessibility of a page: see `checkPage`. */
  check: (page: Page) => Promise<void>;
  /** Fails the test on console errors, including CSP violations, of any page of its context. */
  failOnConsoleErrors: void;
}

/** Scenarios on a portal, without a browser of Playwright. */
export const portalTest = base.extend<PortalFixtures, WorkerOptions & { sharedPortal: { get(): Promise<Portal> } }>({
  engine: ['sqlite', { option: true, scope: 'worker' }],
  https: [false, { option: true, scope: 'worker' }],
  otherBrowser: ['firefox', { option: true, scope: 'worker' }],
  ownPortal: [false, { option: true }],
  configuration: [{}, { option: true }],
  expectedErrors: [[], { option: true }],

  sharedPortal: [
    async ({ engine, https }, use) => {
      let portal: Promise<Portal> | undefined;
      await use({ get: () => (portal ??= Portal.start(engine, {}, https)) });
      await (await portal)?.stop();
    },
    { scope: 'worker' },
  ],

  portal: async ({ engine, https, ownPortal, configuration, sharedPortal }, use, info) => {
    const portal = ownPortal ? await Portal.start(engine, configuration, https) : await sharedPortal.get();
    const before = (await portal.log()).length;
    await use(portal);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: (await portal.log()).slice(before), contentType: 'text/plain' });
    }
    if (ownPortal) await portal.stop();
  },

  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
});

/** Scenarios in Chromium. */
export const test = portalTest.extend<PageFixtures>({
  baseURL: GIVEN_ADDRESS ? GIVEN_ADDRESS : async ({ portal }, use) => use(portal.address),

  simulatorOrigin: GIVEN_ADDRESS ? '' : async ({ portal }, use) => use(portal.simulator.http),

  check: async ({ scripts }, use) => use((page) => checkPage(page, { scripts })),

  failOnConsoleErrors: [
    async ({ context, simulatorOrigin, expectedErrors }, use) => {
      const errors: string[] = [];
      const listen = (page: Page) => {
        page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
        page.on('console', (message) => {
          if (isPortalError(message, simulatorOrigin) && !expectedErrors.some((expected) => expected.test(message.text()))) {
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

function isPortalError(message: ConsoleMessage, simulatorOrigin: string): boolean {
  const isSimulator = simulatorOrigin !== '' && message.location().url.startsWith(simulatorOrigin);
  return message.type() === 'error' && !isSimulator;
}

export { expect };
