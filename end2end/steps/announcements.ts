import type { Page } from '@playwright/test';

/** Records the texts that appear in live regions from now on. */
export async function recordAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const live = '[role=alert], [role=status], [aria-live]';
    new MutationObserver((records) => {
      for (const record of records) {
        for (const node of record.addedNodes) {
          const element = node instanceof Element ? node : record.target as Element;
          const regions = [element.closest(live), ...(node instanceof Element ? node.querySelectorAll(live) : [])];
          for (const region of regions) {
            if (region?.textContent && !region.closest('[hidden]')) said.push(region.textContent.replaceAll('\u00a0', ' '));
          }
        }
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}
