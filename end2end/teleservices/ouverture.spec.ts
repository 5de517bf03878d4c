import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signOut } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { linked, signedIn } from '../steps/scene.ts';

test('déclarer ouvre le téléservice connecté, avec ses seuls droits, jusqu’à la déconnexion du portail', async ({ page, portal, context, check }) => {
  const person = await createAccount(portal, 'Basile');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  await page.goto('/teleservices');
  await expect(page.locator('main')).toContainText('Non ouverts pour vous');
  await check(page);

  await page.goto('/tableau-de-bord');
  const opened = context.waitForEvent('page');
  await page.locator('main a[target="_blank"]', { hasText: /déclarer/i }).first().click();
  const teleservice = await opened;
  const shown = teleservice.locator('main');
  await expect(shown).toContainText(`Personne connectée par le portail : ${person.prenom} ${person.nom}`);
  await expect(shown).toContainText(`${BRUMAIRE.name}, SIREN ${BRUMAIRE.siren}`);
  await expect(shown).toContainText(`SIRET ${BRUMAIRE.siret} – déclarer, lire`);
  await expect(shown, 'rights of other téléservices stay at the portal').not.toContainText('télépayer');

  // No right on this one: the page says why.
  await page.goto('/teleservices/CIEL');
  await expect(page.locator('h1')).toHaveText('CIEL ne vous est pas ouvert');
  await check(page);

  await signOut(page);
  await expect
    .poll(async () => (await teleservice.reload(), shown.textContent()), { timeout: 20_000 })
    .toContain('Session terminée par le portail');
});
