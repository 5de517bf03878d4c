import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signOut } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('« Déclarer » ouvre le téléservice connecté, avec ses seuls droits, jusqu’à la déconnexion', async ({ page, portal, context, check }) => {
  const person = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/teleservices');
  await expect(page.locator('main')).toContainText('Téléservices non accessibles');
  await check(page);

  await page.goto('/tableau-de-bord');
  const popup = context.waitForEvent('page');
  await page.locator('main a[target="_blank"]', { hasText: /déclarer/i }).first().click();
  const teleservice = await popup;
  const content = teleservice.locator('main');
  await expect(content).toContainText(`Personne connectée par le portail : ${person.prenom} ${person.nom}`);
  await expect(content).toContainText(`${BRUMAIRE.name}, SIREN ${BRUMAIRE.siren}`);
  await expect(content).toContainText(`SIRET ${BRUMAIRE.siret} – déclarer, lire`);
  await expect(content, 'rights of other téléservices are not sent').not.toContainText('télépayer');

  // Without a right, the page explains the denial.
  await page.goto('/teleservices/CIEL');
  await expect(page.locator('h1')).toHaveText('Vous n’avez pas accès à CIEL');
  await check(page);

  await signOut(page);
  await expect
    .poll(async () => (await teleservice.reload(), content.textContent()), { timeout: 60_000 })
    .toContain('Session terminée par le portail');
});
