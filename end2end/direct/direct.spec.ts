import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectValues, fill, form } from '../steps/form.ts';
import { openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

const READ = { teleservice: 'DELTA-G', droit: 'lire', siret: BRUMAIRE.siret };
const DECLARE = { teleservice: 'DELTA-G', droit: 'declarer', siret: BRUMAIRE.siret };
const TYPED = { message: 'Une question à moitié écrite.' };
/** Maximum delay before an open page changes, in milliseconds (mission §3.3). */
const MAX_DELAY_MS = 2_000;

// The page is fetched again after the right is withdrawn, and is refused.
test.use({ expectedErrors: [/status of 403/] });

/** Opens a page and waits for its event stream. */
async function openLive<T>(page: Page, open: () => Promise<T>): Promise<void> {
  const stream = page.waitForResponse(/\/api\/v1\/evenements/);
  await open();
  expect((await stream).status()).toBe(200);
}

test('un droit retiré met à jour la page ouverte sans perdre la saisie', async ({
  page,
  portal,
  scripts,
  check,
}, info) => {
  test.skip(!scripts, 'sans script, le changement apparaît à la page suivante : rattachement.spec.ts');
  const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
  const person = await createAccount(portal);
  const setRights = (held: unknown[]) => portal.simulator.setRights('dgddi', person.identifiant, held);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');

  await openLive(page, () => page.goto('/tableau-de-bord'));
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await page.evaluate(() => document.body.setAttribute('data-same-load', ''));
  const withdrawn = Date.now();
  await setRights([READ]);
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001', { timeout: 10_000 });
  const elapsed = Date.now() - withdrawn;
  console.log(`${info.project.name}: the open dashboard changed after ${elapsed} ms`);
  expect(elapsed).toBeLessThan(MAX_DELAY_MS);
  await expect(page.locator('body')).toHaveAttribute('data-same-load', '');
  await expect(news).toContainText('Vos habilitations ont changé : la page a été mise à jour.');
  await expect(page.locator('[data-announce]')).toContainText('Vos habilitations ont changé');
  await check(page);
  await news.getByRole('link', { name: /historique de vos habilitations/ }).click();
  await expect(page.locator('main')).toContainText('Retirée');
  await expect(news).toBeHidden();

  await openLive(page, () => openMotif(page, 'garantie-mise-en-place'));
  await fill(form(page, '/form/brouillon'), TYPED);
  const message = form(page, '/form/brouillon').locator('[name="message"]');
  await message.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 12));
  await setRights([READ, DECLARE]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectValues(page, '/form/brouillon', TYPED);
  await expect(message).toBeFocused();
  expect(await message.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd])).toEqual([4, 12]);

  await news.getByRole('button', { name: 'Fermer' }).click();
  await expect(news).toBeHidden();
  await setRights([]);
  await expect(news).toContainText('cette page ne vous est plus ouverte');
  await expectValues(page, '/form/brouillon', TYPED);
  await check(page);
  await setRights([READ]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectValues(page, '/form/brouillon', TYPED);
});
