import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Widths in px: from the narrowest required by WCAG 1.4.10 and 1280 px at 200 % zoom to the widest screens. */
export const WIDTHS = [320, 390, 640, 768, 900, 1280, 1920];
/** Widths at which text is spaced too: a long word of a title overflows a phone first. */
const SPACED_WIDTHS = [320];

/** Checks title, heading, language, reflow, text spacing and axe rules of a page. Each page structure is checked once per run. */
export async function checkPage(page: Page, options: { scripts: boolean }): Promise<void> {
  await expect(page, 'a title that names the page').toHaveTitle(/^\S.* – Prodouane$/);
  await expect(page.locator('h1'), 'one main heading').toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  // Without its style sheet, which is still loading when the text is there, a page is too wide.
  await page.waitForLoadState('load');
  const parts = await structuresOf(page);
  const isFirst = await Promise.all(parts.map(firstSeen));
  if (!isFirst.includes(true)) return;
  await checkWidths(page);
  await checkSpacing(page);
  const violations = options.scripts ? await scan(page) : await scanCopy(page);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
}

/** Structures already checked by this worker: scenarios visit the same pages repeatedly, with different texts. */
const checked = new Set<string>();

/**
 * Returns `true` the first time it is called with a structure. The folder `PRODOUANE_E2E_SHAPES` is shared by all workers
 * of a run: the one that creates the structure's file is first. Without it each worker has its own list.
 */
async function firstSeen(structure: string): Promise<boolean> {
  if (checked.has(structure)) return false;
  checked.add(structure);
  const folder = process.env.PRODOUANE_E2E_SHAPES;
  if (!folder) return true;
  return writeFile(path.join(folder, structure), '', { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/**
 * Returns hashes of the page's structure, without its texts: elements, classes, attributes, accessible names, and which
 * elements are empty. The length of the longest word counts too, in tens, since long words overflow narrow screens.
 *
 * There is one hash per part of the page (header, content, footer…), so that a badge in the header does not make every
 * content new. Consecutive elements with the same structure, such as table rows, count once.
 */
async function structuresOf(page: Page): Promise<string[]> {
  const structures = await page.evaluate(() => {
    const states = ['role', 'type', 'aria-label', 'aria-current', 'aria-invalid', 'hidden', 'lang'];
    const structureOf = (element: Element): string => {
      const values = states.map((name) => element.getAttribute(name)).join();
      const empty = element.textContent!.trim() === '';
      const own = [element.tagName, element.className, element.getAttributeNames().join(), values, empty].join(';');
      const children = [...element.children].filter((child) => child.tagName !== 'SCRIPT').map(structureOf);
      const different = children.filter((child, index) => child !== children[index - 1]);
      return `${own}(${different.join('|')})`;
    };
    const longest = (element: HTMLElement) =>
      Math.ceil(Math.max(...(element.innerText ?? '').split(/\s+/).map((word) => word.length)) / 10);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const parts = ([...document.body.children] as HTMLElement[]).filter((part) => part.tagName !== 'SCRIPT');
    return parts.map((part) => [longest(part), dark, structureOf(part)].join('|'));
  });
  const width = page.viewportSize()!.width;
  return structures.map((structure) => createHash('sha256').update(`${width}|${structure}`).digest('hex'));
}

async function checkWidths(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const { scroll, tables } = await page.evaluate(() => {
      const frames = [...document.querySelectorAll('.table-frame')];
      const wide = frames.filter((frame) => frame.scrollWidth > frame.clientWidth);
      return {
        scroll: document.documentElement.scrollWidth,
        tables: wide.map((frame) => frame.querySelector('caption')!.innerText),
      };
    });
    expect(scroll, `no horizontal scrolling of ${page.url()} at ${width} px`).toBeLessThanOrEqual(width);
    expect(tables, `no horizontal scrolling of the tables of ${page.url()} at ${width} px`).toEqual([]);
    if (SPACED_WIDTHS.includes(width)) await checkSpacing(page);
  }
  await page.setViewportSize(size);
}

/** Checks that nothing is cut off or overflows with the text spacing of WCAG 1.4.12. */
async function checkSpacing(page: Page): Promise<void> {
  const { cut, wide } = await page.evaluate(() => {
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
       p { margin-bottom: 2em !important }`,
    );
    document.adoptedStyleSheets.push(spacing);
    const cutsOff = (element: HTMLElement) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      // Single-line fields scroll; elements clipped on purpose are for screen readers.
      if (element instanceof HTMLInputElement || clipPath !== 'none') return false;
      if (!/hidden|clip/.test(overflowX + overflowY)) return false;
      return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    };
    const cut = [...document.body.querySelectorAll<HTMLElement>('*')].filter(cutsOff);
    const wide = document.documentElement.scrollWidth - innerWidth;
    const names = cut.map((element) => element.outerHTML.slice(0, 100));
    document.adoptedStyleSheets.pop();
    return { cut: names, wide };
  });
  expect(cut, 'text cut off with wider spacing').toEqual([]);
  expect(wide, 'no horizontal scrolling with wider spacing').toBeLessThanOrEqual(0);
}

interface Violation {
  rule: string;
  help: string;
  where: string[];
}

/** Runs axe in the page. Its Playwright builder opens an empty page for each scan and takes three times as long. */
async function scan(page: Page): Promise<Violation[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run({ runOnly: tags, resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    }));
  }, TAGS);
}

/** Runs axe, which is a script, on a copy of the page without its own scripts, in a window with scripts enabled. */
async function scanCopy(page: Page): Promise<Violation[]> {
  const html = (await page.content()).replace(/<script\b.*?<\/script>/gs, '');
  const copy = await windowFor(page);
  await copy.setViewportSize(page.viewportSize()!);
  const answer = { body: html, contentType: 'text/html; charset=utf-8' };
  const address = page.url().replace(/#.*/, '');
  // Not for one request only: the style sheet, requested while the route ends, sometimes got no answer.
  await copy.route(address, (route) => route.fulfill(answer));
  await copy.goto(page.url());
  await copy.unroute(address);
  return scan(copy);
}

/** Windows for copies, one per browser and colour scheme, left open. */
const windows = new WeakMap<Browser, Map<string, Promise<Page>>>();

function windowFor(page: Page): Promise<Page> {
  const browser = page.context().browser()!;
  const windowsOfBrowser = windows.get(browser) ?? new Map<string, Promise<Page>>();
  windows.set(browser, windowsOfBrowser);
  const colorScheme = page.viewportSize()!.width < 600 ? 'dark' : 'light';
  let window = windowsOfBrowser.get(colorScheme);
  if (!window) {
    window = browser.newPage({ javaScriptEnabled: true, bypassCSP: true, colorScheme, locale: 'fr-FR' });
    windowsOfBrowser.set(colorScheme, window);
  }
  return window;
}
