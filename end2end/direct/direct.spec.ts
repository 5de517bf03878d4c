import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectKept, fill, form } from '../steps/form.ts';
import { openMotif } from '../steps/question.ts';
import { linked, signedIn } from '../steps/scene.ts';

const READ = { teleservice: 'DELTA-G', droit: 'lire', siret: BRUMAIRE.siret };
const DECLARE = { teleservice: 'DELTA-G', droit: 'declarer', siret: BRUMAIRE.siret };
const TYPED = { message: 'Une question à moitié écrite.' };
/** What an open page is promised, in milliseconds. */
const PROMISE = 2_000;

// A page that is no longer allowed is asked for, and refused.
test.use({ expectedErrors: [/status of 403/] });

/** Goes to a page and waits until it is told what changes. */
async function listening<T>(page: Page, open: () => Promise<T>): Promise<void> {
  const line = page.waitForResponse(/\/api\/v1\/evenements/);
  await open();
  expect((await line).status()).toBe(200);
}

test('un droit retiré change la page ouverte, sans rien perdre de ce qui est saisi', async ({
  page,
  portal,
  scripts,
  check,
}, info) => {
  test.skip(!scripts, 'sans script, la page suivante le dit : rattachement.spec.ts');
  const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
  const person = await createAccount(portal);
  const rights = (held: unknown[]) => portal.simulator.setRights('dgddi', person.identifiant, held);
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');

  await listening(page, () => page.goto('/tableau-de-bord'));
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await page.evaluate(() => document.body.setAttribute('data-same-load', ''));
  const withdrawn = Date.now();
  await rights([READ]);
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001', { timeout: 10_000 });
  const elapsed = Date.now() - withdrawn;
  console.log(`${info.project.name}: the open dashboard changed after ${elapsed} ms`);
  expect(elapsed).toBeLessThan(PROMISE);
  await expect(page.locator('body')).toHaveAttribute('data-same-load', '');
  await expect(news).toContainText('Vos habilitations ont changé : la page a été mise à jour.');
  await expect(page.locator('[data-announce]')).toContainText('Vos habilitations ont changé');
  await check(page);
  await news.getByRole('link', { name: /historique de vos habilitations/ }).click();
  await expect(page.locator('main')).toContainText('Retirée');
  await expect(news).toBeHidden();

  await listening(page, () => openMotif(page, 'garantie-mise-en-place'));
  await fill(form(page, '/form/brouillon'), TYPED);
  const message = form(page, '/form/brouillon').locator('[name="message"]');
  await message.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 12));
  await rights([READ, DECLARE]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectKept(page, '/form/brouillon', TYPED);
  await expect(message).toBeFocused();
  expect(await message.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd])).toEqual([4, 12]);

  await news.getByRole('button', { name: 'Fermer' }).click();
  await expect(news).toBeHidden();
  await rights([]);
  await expect(news).toContainText('cette page ne vous est plus ouverte');
  await expectKept(page, '/form/brouillon', TYPED);
  await check(page);
  await rights([READ]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectKept(page, '/form/brouillon', TYPED);
});
