import { expect } from '@playwright/test';

/**
 * A tab of a browser that Playwright cannot drive: Debian's Firefox and WebKit. Selectors are CSS; an action applies to the
 * first visible element and waits for it.
 */
export interface Tab {
  open(address: string): Promise<void>;
  address(): Promise<string>;
  /** Visible text of the page's body. */
  text(): Promise<string>;
  isVisible(selector: string): Promise<boolean>;
  click(selector: string): Promise<void>;
  /** Types with the keyboard. */
  type(selector: string, text: string): Promise<void>;
  /** Chooses the option of a list by its value. */
  choose(selector: string, value: string): Promise<void>;
  attach(selector: string, file: string): Promise<void>;
  /** Evaluates an expression in the page; needs scripts. */
  evaluate(expression: string): Promise<unknown>;
  /** Names of the cookies that the browser holds for the page. */
  cookies(): Promise<{ name: string; secure: boolean }[]>;
  screenshot(): Promise<Buffer>;
  /** Ends the browser. */
  close(): Promise<void>;
}

export type OtherBrowser = 'firefox' | 'webkit';

export interface TabOptions {
  /** Folder for the browser's profile and logs. */
  folder: string;
  scripts: boolean;
}

/** Maximum wait for an element or a page, in milliseconds. */
export const TIMEOUT_MS = 60_000;

/** Repeats an operation that fails because its element is missing, hidden, or on a page that was replaced meanwhile. */
export async function repeat<T>(operation: () => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  await expect(async () => {
    result = { value: await operation() };
  }).toPass({ timeout: TIMEOUT_MS });
  return result!.value;
}
