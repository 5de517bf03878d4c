import { expect } from '@playwright/test';
import { type ElementHandle, launch, type Page } from 'puppeteer-core';
import { findProgram } from './programs.ts';
import type { Tab, TabOptions } from './tab.ts';

/** Maximum wait for an element or a page, in milliseconds. */
const TIMEOUT_MS = 60_000;

/** Starts Firefox, which puppeteer drives by WebDriver BiDi without another program. */
export async function startFirefox({ folder, scripts }: TabOptions): Promise<Tab> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: process.env.PRODOUANE_FIREFOX ?? findProgram('firefox-esr', 'firefox'),
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1440, height: 900 },
    timeout: TIMEOUT_MS,
    env: { ...process.env, HOME: folder },
    extraPrefsFirefox: { 'intl.accept_languages': 'fr-FR, fr', 'javascript.enabled': scripts },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  return new FirefoxTab(page, scripts, () => browser.close());
}

class FirefoxTab implements Tab {
  constructor(
    private readonly page: Page,
    private readonly scripts: boolean,
    readonly close: () => Promise<void>,
  ) {}

  async open(address: string): Promise<void> {
    await this.page.goto(address);
  }

  async address(): Promise<string> {
    return this.page.url();
  }

  async text(): Promise<string> {
    return this.repeat(() => this.page.$eval('body', (body) => (body as HTMLElement).innerText));
  }

  async isVisible(selector: string): Promise<boolean> {
    return this.repeat(async () => (await (await this.page.$(selector))?.isVisible()) ?? false);
  }

  async click(selector: string): Promise<void> {
    if (this.scripts) return this.repeat(async () => (await this.find(selector)).click());
    // With the keyboard: puppeteer's click waits for an observer in the page, which needs scripts.
    const [element, isOption] = await this.repeat(async () => {
      const found = await this.find(selector);
      return [found, await found.evaluate(({ type }) => type === 'radio' || type === 'checkbox')] as const;
    });
    await element.press(isOption ? ' ' : 'Enter');
  }

  async type(selector: string, text: string): Promise<void> {
    await (await this.find(selector)).type(text);
  }

  async choose(selector: string, value: string): Promise<void> {
    await (await this.find(selector)).select(value);
  }

  async attach(selector: string, file: string): Promise<void> {
    await (await this.find(selector)).uploadFile(file);
  }

  async evaluate(expression: string): Promise<unknown> {
    return this.repeat(() => this.page.evaluate(expression));
  }

  async cookies(): Promise<{ name: string; secure: boolean }[]> {
    return (await this.page.cookies()).map(({ name, secure }) => ({ name, secure }));
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.page.screenshot());
  }

  /** Repeats an operation that fails because its element is missing, hidden, or on a page that was replaced meanwhile. */
  private async repeat<T>(operation: () => Promise<T>): Promise<T> {
    let result: { value: T } | undefined;
    await expect(async () => {
      result = { value: await operation() };
    }).toPass({ timeout: TIMEOUT_MS });
    return result!.value;
  }

  /** Polls from outside: puppeteer's own waits run in the page, hence need scripts. */
  private async find(selector: string): Promise<ElementHandle<HTMLInputElement>> {
    return this.repeat(async () => {
      const found = await this.page.$(selector);
      expect(await found?.isVisible(), `${selector} is visible`).toBe(true);
      return found as ElementHandle<HTMLInputElement>;
    });
  }
}
