import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test';
import { checkPage } from './check-page.ts';
import type { Engine } from './database.ts';
import { Portal } from './portal.ts';
import type { Environment } from './programs.ts';

export interface Options {
  /** A portal that no other test has used, stopped after the test: for scenarios that break things. */
  ownPortal: boolean;
  /** Configuration of the own portal, by the name of its environment variables. */
  configuration: Environment;
  /** Errors of the browser's console that the scenario provokes. */
  expectedErrors: RegExp[];
}

export interface WorkerOptions {
  /** What the portals keep their data in. */
  engine: Engine;
}

interface Fixtures extends Options {
  portal: Portal;
  scripts: boolean;
  /** What every page owes: axe, title, heading, widths. */
  check: (page: Page) => Promise<void>;
  /** Fails the test on errors in the console (CSP violations are such) of any page of its context. */
  quietConsole: void;
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

  quietConsole: [
    async ({ context, portal, expectedErrors }, use) => {
      const errors: string[] = [];
      const listen = (page: Page) => {
        page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
        page.on('console', (message) => {
          if (isOurs(message, portal) && !expectedErrors.some((expected) => expected.test(message.text()))) {
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

function isOurs(message: ConsoleMessage, portal: Portal): boolean {
  return message.type() === 'error' && !message.location().url.startsWith(portal.simulator.http);
}

export { expect };
