import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The scenario stops a co-owner.
test.use({ ownPortal: true });

test('l’état des services dit quelle administration ne répond pas, et le message d’une panne y mène', async ({ page, portal, check }) => {
  await page.goto('/');
  await page.locator('#pied').getByRole('link', { name: 'État des services' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('État des services');
  await expect(page.locator('main')).toContainText('Aucune interruption');
  await check(page);

  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await page.goto('/etat-des-services');
  const customs = page.getByRole('row').filter({ hasText: 'douane.gouv.fr' });
  await expect(customs).toContainText('Répond');
  await portal.simulator.setOutage('dgddi', true);
  await page.goto('/tableau-de-bord');
  await page.locator('main').getByRole('link', { name: 'État des services' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('État des services');
  await expect(customs).toContainText('Ne répond pas');
  await check(page);
  await portal.simulator.setOutage('dgddi', false);
  await page.goto('/tableau-de-bord');
  // Written by a worker.
  await expect
    .poll(async () => {
      await page.goto('/etat-des-services');
      return customs.innerText();
    })
    .toMatch(/Répond(?! pas)/);
});
