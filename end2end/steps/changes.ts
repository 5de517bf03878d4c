import { expect, type Page } from '@playwright/test';

/** For an expectation that is tried again as a whole. */
export const BRIEFLY = { timeout: 1_000 };

/** Waits until an open page shows a change made elsewhere: with scripts at once, without when it is loaded again. */
export async function changed(page: Page, scripts: boolean, expectation: () => Promise<void>): Promise<void> {
  await expect(async () => {
    if (!scripts) await page.reload();
    await expectation();
  }).toPass({ timeout: 60_000 });
}
