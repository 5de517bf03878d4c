import { createAccount } from '../portal/people.ts';
import { command } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, ILOT } from '../steps/company.ts';
import { linked, signedIn, workingFor } from '../steps/scene.ts';

test('les habilitations se lisent de trois façons, se filtrent, et chacune a son historique', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'alix.demo');
  await workingFor(page, portal, ILOT.siren);
  await page.goto('/profil/habilitations');
  await expect(page.locator('main h2').first()).toContainText(ILOT.name);
  await check(page);
  await page.getByRole('link', { name: 'Par téléservice' }).click();
  await expect(page.locator('main h2').first()).toContainText('CIEL');
  await page.locator('main summary').click();
  await page.getByLabel('Entreprise (nom, SIREN ou SIRET)').fill('brumaire');
  await page.getByLabel('Droit').selectOption('adherer');
  await page.getByRole('button', { name: 'Filtrer' }).click();
  await expect(page.locator('main [role="status"]')).toContainText('3 habilitations sur une entreprise');
  await check(page);
  await page.getByRole('link', { name: /^Historique de ce droit/ }).first().click();
  await expect(page.locator('main tbody tr')).toHaveCount(1);
  await expect(page.locator('main tbody tr')).toContainText('Accordée');
  await check(page);
});

test('on change d’entreprise en deux clics, sans quitter la page', async ({ page, portal, check, scripts }) => {
  const person = await createAccount(portal, 'Alix');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'alix.demo');
  await workingFor(page, portal, ILOT.siren);
  await workingFor(page, portal, BRUMAIRE.siren);
  await page.goto('/mandats');
  const change = page.locator('header summary');
  await change.click();
  await check(page);
  if (scripts) {
    await page.keyboard.press('Escape');
    await expect(page.locator('header details')).not.toHaveAttribute('open');
    await expect(change).toBeFocused();
    await change.click();
  }
  await page.locator('header').getByRole('button', { name: ILOT.name }).click();
  await expect(page.getByRole('banner')).toContainText(ILOT.name);
  await expect(page).toHaveURL(/\/mandats$/);
});

test('un administrateur général délègue, l’autre accepte, le retrait est immédiat', async ({ page, portal, browser, contextOptions, check }) => {
  const giver = await createAccount(portal, 'Alix');
  await signedIn(page, portal, giver);
  await linked(page, portal, giver, 'basile.demo', 'dgfip');
  await command(['age', 'grant', '--login', giver.identifiant, '--siren', BRUMAIRE.siren], portal.environment);
  await page.goto('/entreprises/administrateurs');
  await expect(page.locator('main')).toContainText('La douane ne reconnaît pas ce rôle');
  await page.getByRole('link', { name: 'Déléguer ce rôle' }).click();
  await check(page);
  const context = await browser.newContext({ ...contextOptions, baseURL: portal.address });
  const other = await context.newPage();
  const person = await createAccount(portal, 'Bruno');
  await page.locator('[name="identifiant"]').fill(person.identifiant);
  await page.getByRole('button', { name: 'Proposer la délégation' }).click();
  await expect(page.locator('main')).toContainText('En attente de réponse');
  await check(page);

  await signedIn(other, portal, person);
  const accept = other.getByRole('button', { name: 'Accepter' });
  await expect(async () => {
    await other.goto('/entreprises/administrateurs');
    await expect(accept).toBeVisible({ timeout: 500 });
  }).toPass();
  await accept.click();
  await expect(other.locator('main')).toContainText('Vous êtes administrateur général');
  await check(other);
  await other.goto('/profil/habilitations');
  await expect(other.locator('main')).toContainText('par délégation de Alix Essai');
  await check(other);

  await page.reload();
  await page.getByRole('button', { name: /^Retirer la délégation/ }).click();
  await expect(page.locator('main')).toContainText('retirée par son auteur');
  await other.reload();
  await expect(other.locator('main')).toContainText('Aucune habilitation');
  await context.close();
});
