import type { Page, Request, Route } from '@playwright/test';

/** Page of a proxy or a captive portal: HTML, but not of the portal. */
export const FOREIGN_PAGE = '<!DOCTYPE html><html lang="en"><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Returns the list of POST requests that the page sends from now on, except background ones. */
export function recordPosts(page: Page): Request[] {
  const posts: Request[] = [];
  page.on('request', (request) => {
    const inBackground = request.url().includes('/form/enregistrer-');
    if (request.method() === 'POST' && /\/(form|televersement)\//.test(request.url()) && !inBackground) posts.push(request);
  });
  return posts;
}

/** Lets the portal process the POST requests to `address`, and replaces its answers by a page that is not its own. */
export async function replaceAnswers(page: Page, address: string, status: number): Promise<void> {
  await page.route(address, async (route: Route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch({ maxRedirects: 0 });
    await route.fulfill({ status, contentType: 'text/html', body: FOREIGN_PAGE });
  });
}

/** Holds the WebAssembly module back, as on a slow device. Returns a function that lets it arrive. */
export async function holdModule(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/pkg/*.wasm', async (route) => {
    await released;
    // The page may be closed.
    await route.continue().catch(() => undefined);
  });
  return () => release();
}

/** Waits until the module handles links and forms. */
export async function moduleReady(page: Page): Promise<void> {
  await page.waitForFunction(() => history.scrollRestoration === 'manual');
}

/** Returns everything that the page keeps in the storage of its tab, decoded. */
export async function tabStorage(page: Page): Promise<string> {
  return page.evaluate(() => decodeURIComponent(Object.values({ ...sessionStorage }).join('\n').replaceAll('+', ' ')));
}

/** Returns a function that limits the speed at which the page sends, in bytes per second; -1: no limit. */
export async function uploadSpeed(page: Page): Promise<(bytesPerSecond: number) => Promise<void>> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  return async (uploadThroughput) => {
    await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  };
}
