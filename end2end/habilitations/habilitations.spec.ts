import { createAccount } from '../portal/people.ts';
import { runCommand } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, ILOT } from '../steps/company.ts';
import { linkByRequest, signInByRequest, chooseCompanyByRequest } from '../steps/requests.ts';

test('les habilitations peuvent être regroupées et filtrées, et chacune a un historique', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, ILOT.siren);
  await page.goto('/profil/habilitations');
  await expect(page.locator('main h2').first()).toContainText(ILOT.name);
  await check(page);
  await page.getByRole('link', { name: 'Par téléservice' }).click();
  await expect(page.locator('main h2').first()).toContainText('CIEL');
  await page.locator('main summary').click();
  await page.getByLabel('Entreprise (nom, SIREN ou SIRET)').fill('brumaire');
  await page.getByLabel('Droit').selectOption('adherer');
  await page.getByRole('button', { name: 'Filtrer' }).click();
  await expect(page.locator('main [role="status"]')).toContainText('3 habilitations sur 52, 1 entreprise.');
  await check(page);
  await page.getByRole('link', { name: /^Historique de ce droit/ }).first().click();
  await expect(page.locator('main tbody tr')).toHaveCount(1);
  await expect(page.locator('main tbody tr')).toContainText('Accordée');
  await check(page);
});

test('changer d’entreprise prend deux clics et garde la même page', async ({ page, portal, check, scripts }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, ILOT.siren);
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/mandats');
  const change = page.locator('header .switch > summary');
  await change.click();
  await check(page);
  if (scripts) {
    await page.keyboard.press('Escape');
    await expect(page.locator('header .switch')).not.toHaveAttribute('open');
    await expect(change).toBeFocused();
    await change.click();
  }
  await page.locator('header').getByRole('button', { name: ILOT.name }).click();
  await expect(page.getByRole('banner')).toContainText(ILOT.name);
  await expect(page).toHaveURL(/\/mandats$/);
});

test('un administrateur général délègue son rôle, et son retrait est immédiat', async ({ page, portal, browser, contextOptions, check }) => {
  const giver = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, giver);
  await linkByRequest(page, portal, giver, 'basile.demo', 'dgfip');
  await runCommand(['company-admins', 'grant', '--login', giver.identifiant, '--siren', BRUMAIRE.siren], portal.environment);
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

  await signInByRequest(other, portal, person);
  const accept = other.getByRole('button', { name: 'Accepter' });
  await expect(async () => {
    await other.goto('/entreprises/administrateurs');
    await expect(accept).toBeVisible({ timeout: 500 });
  }).toPass();
  await accept.click();
  await expect(other.locator('main')).toContainText('Vous êtes administrateur général');
  await check(other);
  await other.goto('/profil/habilitations');
  await expect(other.locator('main')).toContainText('délégué par Alix Essai');
  await check(other);

  await page.reload();
  await page.getByRole('button', { name: /^Retirer la délégation/ }).click();
  await expect(page.locator('main')).toContainText('retirée par son auteur');
  await other.reload();
  await expect(other.locator('main')).toContainText('Aucune habilitation');
  await context.close();
});
