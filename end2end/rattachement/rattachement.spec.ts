import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, chooseCompany, ILOT, linkAccount } from '../steps/company.ts';
import { signInByRequest } from '../steps/requests.ts';

test('une entreprise unique est choisie automatiquement', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page).toHaveURL(/\/tableau-de-bord/);
  await expect(page.getByRole('banner')).toContainText(BRUMAIRE.name);
  await check(page);
});

test('un compte sans habilitation ne voit aucune entreprise, avec la raison', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Dorian');
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'dorian.demo');
  await page.goto('/entreprises');
  await expect(page.locator('main')).toContainText(/habilitation/);
  await check(page);
});

test('un compte de copropriétaire ne peut être rattaché qu’une fois', async ({ page, portal, browser, contextOptions }) => {
  const first = await createAccount(portal);
  await signInByRequest(page, portal, first);
  await linkAccount(page, portal, first, 'basile.demo');
  const context = await browser.newContext({ ...contextOptions, baseURL: portal.address });
  const other = await context.newPage();
  const second = await createAccount(portal);
  await signInByRequest(other, portal, second);
  await other.goto('/profil/rattachements');
  await other.locator('form[action="/form/rattacher"]:has([name="co_proprietaire"][value="dgddi"]) button').click();
  await other.locator('[name="identifiant"]').fill(first.identifiant);
  await other.locator('[name="mot_de_passe"]').fill('Simulateur-2026');
  await other.locator('main').getByRole('button').first().click();
  await expect(other.locator('main')).toContainText(/déjà rattaché à un autre compte/);
  await context.close();
});

test('détacher un compte retire immédiatement ses droits', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'basile.demo');
  await page.goto('/profil/rattachements');
  await page.locator('main a[href="/profil/rattachements/dgddi/detacher"]').click();
  await check(page);
  await page.locator('form[action="/form/detacher"] button').first().click();
  await expect(page.locator('main')).toContainText('Aucun compte rattaché');
  await page.goto('/tableau-de-bord');
  await expect(page).not.toHaveURL(/\/tableau-de-bord/);
});

test('un droit retiré par le copropriétaire disparaît à la page suivante et est notifié', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await portal.simulator.setRights('dgddi', person.identifiant, [
    { teleservice: 'DELTA-G', droit: 'lire', siret: BRUMAIRE.siret },
  ]);
  await page.reload();
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await page.goto('/notifications');
  await check(page);
  await page.getByRole('link', { name: /douane\.gouv\.fr vous a retiré/ }).click();
  await expect(page.locator('main')).toContainText('Retirée');
  await check(page);
});

test('changer d’entreprise met à jour tout le tableau de bord', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'alix.demo');
  await chooseCompany(page, BRUMAIRE.siren);
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await chooseCompany(page, ILOT.siren);
  await expect(page.getByRole('banner')).toContainText(ILOT.name);
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await expect(page.locator('main')).toContainText('Octroi de mer');
});

test('un SIREN sans habilitation est refusé', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkAccount(page, portal, person, 'alix.demo');
  await page.goto('/entreprises');
  const choice = page.locator('main form[action="/form/choisir-siren"]').first();
  await choice.locator('[name="siren"]').evaluate((field) => field.setAttribute('value', '732829320'));
  await choice.locator('button').first().click();
  await expect(page.locator('main')).toContainText(/pas d’habilitation|introuvable/i);
  await expect(page).not.toHaveURL(/\/tableau-de-bord/);
});
