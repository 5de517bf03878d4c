import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail } from '../steps/account.ts';
import { signInAtCoOwner } from '../steps/company.ts';
import { form, send, submit } from '../steps/form.ts';

function clickProConnect(page: Page): Promise<void> {
  return page.getByRole('button', { name: /ProConnect/ }).click();
}

test('un compte ProConnect se rattache, connecte et se détache', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Manon');
  await portal.simulator.openAccount('proconnect', person.identifiant, 'alix.demo');
  await page.goto('/connexion');
  await check(page);
  await clickProConnect(page);
  await signInAtCoOwner(page, portal, person);
  await expect(page).toHaveURL(/\/connexion\/premiere-fois/);
  await check(page);

  // The portal account is authenticated once, in the same browser.
  await page.getByRole('link', { name: 'J’ai déjà un compte' }).click();
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount), confiance: true });
  await page.getByRole('link', { name: 'Continuer' }).click();
  await expect(page.locator('h1')).toHaveText('Rattacher ProConnect');
  await check(page);
  await submit(form(page, '/form/attacher-identite'));
  await expect(page).toHaveURL(/\/profil\/securite/);
  await expect(page.locator('main')).toContainText('Vous pouvez maintenant vous connecter avec ProConnect.');
  await check(page);

  // On a trusted device ProConnect is sufficient; sensitive actions still require the portal's password.
  await page.locator('form[action="/form/deconnexion"] button').click();
  await expect(page).toHaveURL(/\/deconnexion$/);
  await page.goto('/connexion');
  await clickProConnect(page);
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await page.goto('/profil/securite/fournisseur/proconnect');
  await expect(page).toHaveURL(/\/connexion\/preuve/);
  await send(page, '/form/preuve', { mot_de_passe: person.password });
  await expect(page.locator('h1')).toHaveText('Détacher ProConnect');
  await check(page);
  await submit(form(page, '/form/detacher-fournisseur'));
  await expect(page.locator('main')).toContainText('ProConnect ne permet plus de vous connecter.');
  await page.locator('form[action="/form/deconnexion"] button').click();
  await expect(page).toHaveURL(new RegExp(`^${portal.address}/deconnexion$`));
});

test('un retour invalide est expliqué et propose les autres moyens de connexion', async ({ page, check }) => {
  await page.goto('/connexion/fournisseur/proconnect/retour?code=a&state=b');
  await expect(page.locator('h1')).toHaveText('Demande expirée');
  await check(page);
  await page.getByRole('link', { name: 'Se connecter autrement' }).click();
  await expect(page).toHaveURL(/\/connexion$/);
});
