// Measures pages in Chromium as on a slow phone. Started by the `bench` program: reads what to measure as JSON from standard
// input, and writes milliseconds as JSON to standard output, a list of one number per round for each measure.

import { text } from 'node:stream/consumers';
import { chromium } from '@playwright/test';

/** "Slow 4G" of Chromium's developer tools: milliseconds, bytes per second. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 184_320, uploadThroughput: 84_375 };
const PROCESSOR_SLOWDOWN = 4;
/** Timeout of each step, in milliseconds. */
const LONGEST = 120_000;
const PHONE = { width: 412, height: 823 };

const { program, rounds, measures } = JSON.parse(await text(process.stdin));
const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});
const kinds = { paint, submit, navigation };
const results = measures.map(() => []);
// In turn, so that other work of the machine slows all of them alike.
for (let round = 0; round < rounds; round += 1) {
  for (const [rank, measure] of measures.entries()) results[rank].push(await inNewTab(measure, kinds[measure.kind]));
}
await browser.close();
console.log(JSON.stringify(results));

/** Opens a tab with an empty cache and the cookies of a person. */
async function inNewTab(measure, run) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  const cookies = measure.cookie.split('; ').filter(Boolean).map((pair) => pair.split(/=(.*)/s));
  await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: measure.origin })));
  await context.addInitScript(observePaints);
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST);
  const session = await context.newCDPSession(page);
  const slowDown = async () => {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW_4G);
    await session.send('Emulation.setCPUThrottlingRate', { rate: PROCESSOR_SLOWDOWN });
  };
  const milliseconds = await run(page, slowDown, measure);
  await context.close();
  return milliseconds;
}

/** Runs in every document. `painted`: time of the first paint of the page; after `leaving()`, of the one swapped in. */
function observePaints() {
  const now = () => performance.timeOrigin + performance.now();
  window.painted = new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName('first-contentful-paint');
      // `paintTime` does not include the time until the screen shows it, as `afterFrame` does not.
      if (entry) resolve(performance.timeOrigin + (entry.paintTime || entry.startTime));
    });
    observer.observe({ type: 'paint', buffered: true });
  });
  const afterFrame = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(now());
        port2.postMessage(null);
      }),
    );
  window.leaving = () => {
    const main = document.querySelector('main');
    window.painted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (main.isConnected) return;
        observer.disconnect();
        resolve(afterFrame());
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    return now();
  };
}

/** Time from the start of a first visit to its first paint. */
async function paint(page, slowDown, { origin, path }) {
  await slowDown();
  await page.goto(origin + path, { waitUntil: 'commit' });
  return page.evaluate(async () => (await window.painted) - performance.timeOrigin);
}

/** Time from the start of a first visit until the page after its form is painted; the form is sent at the first paint. */
async function submit(page, slowDown, { origin, path, form, fields, result }) {
  await page.addInitScript(
    async ({ path, form, fields }) => {
      if (location.pathname + location.search !== path) return;
      sessionStorage.setItem('start', String(performance.timeOrigin));
      await window.painted;
      const find = () => document.querySelector(`form[action="${form}"] [type=submit]`);
      while (!find()) await new Promise(requestAnimationFrame);
      const button = find();
      for (const [name, value] of fields) button.form.elements[name].value = value;
      window.leaving();
      button.click();
    },
    { path, form, fields },
  );
  await slowDown();
  const arrived = page.waitForURL(origin + result, { waitUntil: 'commit' });
  await page.goto(origin + path, { waitUntil: 'commit' });
  await arrived;
  return page.evaluate(async () => (await window.painted) - Number(sessionStorage.getItem('start')));
}

/** Time from a click on a link to the paint of its page, with all files in the cache and the module loaded. */
async function navigation(page, slowDown, { origin, from, path, full }) {
  await page.goto(origin + from, { waitUntil: 'load' });
  await page.waitForFunction(() => history.scrollRestoration === 'manual');
  await slowDown();
  const arrived = page.waitForURL(origin + path, { waitUntil: 'commit' });
  const start = await page.evaluate(
    ({ path, full }) => {
      const link = document.createElement('a');
      link.href = path;
      // The module leaves such a link to the browser.
      if (full) link.dataset.full = '';
      document.body.append(link);
      const start = window.leaving();
      link.click();
      return start;
    },
    { path, full },
  );
  await arrived;
  return (await page.evaluate(() => window.painted)) - start;
}
