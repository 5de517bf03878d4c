import { expect } from '@playwright/test';
import { type ElementHandle, launch, type Page } from 'puppeteer-core';
import { findProgram } from './programs.ts';
import { repeat, type Tab, type TabOptions, TIMEOUT_MS } from './tab.ts';

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
    return repeat(() => this.page.evaluate(() => document.body.innerText));
  }

  async isVisible(selector: string): Promise<boolean> {
    return repeat(async () => (await (await this.query(selector))?.isVisible()) ?? false);
  }

  async click(selector: string): Promise<void> {
    if (this.scripts) return repeat(async () => (await this.find(selector)).click());
    // With the keyboard: puppeteer's click waits for an observer in the page, which needs scripts.
    const [element, isOption] = await repeat(async () => {
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
    return repeat(() => this.page.evaluate(expression));
  }

  async cookies(): Promise<{ name: string; secure: boolean }[]> {
    return (await this.page.cookies()).map(({ name, secure }) => ({ name, secure }));
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.page.screenshot());
  }

  /** Polls from outside: puppeteer's own waits run in the page, hence need scripts. */
  private async find(selector: string): Promise<ElementHandle<HTMLInputElement>> {
    return repeat(async () => {
      const found = await this.query(selector);
      expect(await found?.isVisible(), `${selector} is visible`).toBe(true);
      return found as ElementHandle<HTMLInputElement>;
    });
  }

  /**
   * Not with puppeteer's `$`: it moves the element between two realms, and leaves the rejection of that call unhandled for a
   * moment if the page is replaced meanwhile, which ends the test whatever is repeated.
   */
  private async query(selector: string): Promise<ElementHandle<Element> | null> {
    const found = await this.page.evaluateHandle((selector) => document.querySelector(selector), selector);
    return found.asElement() as ElementHandle<Element> | null;
  }
}
