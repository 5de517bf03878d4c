import path from 'node:path';
import { expect } from '@playwright/test';
import { Builder, By, until, type WebDriver, type WebElement } from 'selenium-webdriver';
import { freePort, Program } from './programs.ts';
import { repeat, type Tab, type TabOptions, TIMEOUT_MS } from './tab.ts';

/** Starts WebKit's MiniBrowser on a virtual screen, since it has no headless mode. */
export async function startWebkit({ folder }: TabOptions): Promise<Tab> {
  const screenSize = ['-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const screen = Program.start('Xvfb', ['-displayfd', '1', ...screenSize], {}, log(folder, 'xvfb'));
  const port = await freePort();
  const environment = { DISPLAY: `:${await screen.firstLine}`, GDK_BACKEND: 'x11', HOME: folder, LANGUAGE: 'fr' };
  const service = Program.start('WebKitWebDriver', [`--port=${port}`], environment, log(folder, 'webkit'));
  const stopPrograms = async () => {
    await service.stop();
    await screen.stop();
  };
  try {
    const driver = await connect(`http://127.0.0.1:${port}`);
    return new WebkitTab(driver, async () => {
      await driver.quit();
      await stopPrograms();
    });
  } catch (error) {
    await stopPrograms();
    throw error;
  }
}

async function connect(service: string): Promise<WebDriver> {
  const isReady = () => fetch(`${service}/status`).then((answer) => answer.ok, () => false);
  await expect.poll(isReady, { message: 'WebKitWebDriver is ready', timeout: TIMEOUT_MS }).toBe(true);
  return new Builder()
    .usingServer(service)
    .withCapabilities({ browserName: 'MiniBrowser', acceptInsecureCerts: true })
    .build();
}

function log(folder: string, name: string): string {
  return path.join(folder, `${name}.log`);
}

class WebkitTab implements Tab {
  constructor(
    private readonly driver: WebDriver,
    readonly close: () => Promise<void>,
  ) {}

  async open(address: string): Promise<void> {
    await this.driver.get(address);
  }

  async address(): Promise<string> {
    return this.driver.getCurrentUrl();
  }

  async text(): Promise<string> {
    return repeat(() => this.driver.findElement(By.css('body')).getText());
  }

  async isVisible(selector: string): Promise<boolean> {
    return repeat(async () => {
      const found = await this.driver.findElements(By.css(selector));
      return (await found[0]?.isDisplayed()) ?? false;
    });
  }

  async click(selector: string): Promise<void> {
    await repeat(async () => (await this.find(selector)).click());
  }

  async type(selector: string, text: string): Promise<void> {
    await (await this.find(selector)).sendKeys(text);
  }

  async choose(selector: string, value: string): Promise<void> {
    await (await this.find(selector)).findElement(By.css(`option[value="${value}"]`)).click();
  }

  async attach(selector: string, file: string): Promise<void> {
    // The field may be hidden behind a label, so it need not be visible.
    await this.driver.wait(until.elementLocated(By.css(selector)), TIMEOUT_MS).sendKeys(file);
  }

  async evaluate(expression: string): Promise<unknown> {
    return repeat(() => this.driver.executeScript(`return ${expression}`));
  }

  async cookies(): Promise<{ name: string; secure: boolean }[]> {
    const cookies = await this.driver.manage().getCookies();
    return cookies.map(({ name, secure }) => ({ name, secure: secure ?? false }));
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.driver.takeScreenshot(), 'base64');
  }

  private async find(selector: string): Promise<WebElement> {
    return repeat(async () => {
      const element = await this.driver.findElement(By.css(selector));
      expect(await element.isDisplayed(), `${selector} is visible`).toBe(true);
      return element;
    });
  }
}
