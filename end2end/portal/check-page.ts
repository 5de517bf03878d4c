import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The narrowest screen that WCAG 1.4.10 asks for, and 1280 px at 200 %. */
const WIDTHS = [320, 640];

/** Checks what every page owes its readers; states of a form are pages too. A shape of page is looked at once. */
export async function checkPage(page: Page, options: { scripts: boolean }): Promise<void> {
  await expect(page, 'a title that says where we are').toHaveTitle(/^\S.* – Prodouane$/);
  await expect(page.locator('h1'), 'one main heading').toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  const parts = await shapesOf(page);
  const unseen = await Promise.all(parts.map(isNew));
  if (!unseen.includes(true)) return;
  await checkWidths(page);
  await checkSpacing(page);
  const violations = options.scripts ? await scan(page) : await scanCopy(page);
  expect(violations, `axe on ${page.url()}`).toEqual([]);
}

/** Shapes that were looked at: scenarios pass the same pages again and again, with other words in them. */
const scanned = new Set<string>();

/**
 * The first to ask looks at it. `PRODOUANE_E2E_SHAPES` is a folder that all workers of a run share: whoever makes the
 * shape's file is the first; without it each worker looks for itself.
 */
async function isNew(shape: string): Promise<boolean> {
  if (scanned.has(shape)) return false;
  scanned.add(shape);
  const folder = process.env.PRODOUANE_E2E_SHAPES;
  if (!folder) return true;
  return writeFile(path.join(folder, shape), '', { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/**
 * What axe judges of a page, words apart: elements, classes, attributes, names, and which of them are empty. What sticks
 * out of a narrow screen is a long word: the length of the longest counts too, by tens.
 *
 * One shape for each part of the page (header, content, footer…): a badge in the header makes no new page of every
 * content. The fifth row of a table that looks like the fourth makes none either.
 */
async function shapesOf(page: Page): Promise<string[]> {
  const shapes = await page.evaluate(() => {
    const states = ['role', 'type', 'aria-label', 'aria-current', 'aria-invalid', 'hidden', 'lang'];
    const shapeOf = (element: Element): string => {
      const values = states.map((name) => element.getAttribute(name)).join();
      const empty = element.textContent!.trim() === '';
      const own = [element.tagName, element.className, element.getAttributeNames().join(), values, empty].join(';');
      const children = [...element.children].filter((child) => child.tagName !== 'SCRIPT').map(shapeOf);
      const different = children.filter((child, index) => child !== children[index - 1]);
      return `${own}(${different.join('|')})`;
    };
    const longest = (element: HTMLElement) =>
      Math.ceil(Math.max(...(element.innerText ?? '').split(/\s+/).map((word) => word.length)) / 10);
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const parts = ([...document.body.children] as HTMLElement[]).filter((part) => part.tagName !== 'SCRIPT');
    return parts.map((part) => [longest(part), dark, shapeOf(part)].join('|'));
  });
  const width = page.viewportSize()!.width;
  return shapes.map((shape) => createHash('sha256').update(`${width}|${shape}`).digest('hex'));
}

async function checkWidths(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll, `no sideways scrolling at ${width} px`).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize(size);
}

/** Letters, words and lines set as wide as a reader may ask for (WCAG 1.4.12): nothing is cut off, nothing sticks out. */
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
      // A field of one line scrolls; what is cut off on purpose is there for those who listen.
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
  expect(cut, 'text cut off once it is set wider').toEqual([]);
  expect(wide, 'no sideways scrolling once it is set wider').toBeLessThanOrEqual(0);
}

interface Violation {
  rule: string;
  help: string;
  where: string[];
}

/** axe itself, not its Playwright builder: that opens an empty page for each look, and takes three times as long. */
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

/** axe is a script: where scripts are off it reads a copy of the page, without its own scripts, in a window of its own. */
async function scanCopy(page: Page): Promise<Violation[]> {
  const html = (await page.content()).replace(/<script\b.*?<\/script>/gs, '');
  const copy = await windowFor(page);
  await copy.setViewportSize(page.viewportSize()!);
  const answer = { body: html, contentType: 'text/html; charset=utf-8' };
  await copy.route(page.url().replace(/#.*/, ''), (route) => route.fulfill(answer), { times: 1 });
  await copy.goto(page.url());
  return scan(copy);
}

/** One per browser and colours, kept open. */
const windows = new WeakMap<Browser, Map<string, Promise<Page>>>();

function windowFor(page: Page): Promise<Page> {
  const browser = page.context().browser()!;
  const known = windows.get(browser) ?? new Map<string, Promise<Page>>();
  windows.set(browser, known);
  const colorScheme = page.viewportSize()!.width < 600 ? 'dark' : 'light';
  let window = known.get(colorScheme);
  if (!window) {
    window = browser.newPage({ javaScriptEnabled: true, bypassCSP: true, colorScheme, locale: 'fr-FR' });
    known.set(colorScheme, window);
  }
  return window;
}
