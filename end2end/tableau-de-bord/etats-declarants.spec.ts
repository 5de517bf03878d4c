import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

test('une déclarante lit ses états déclarants, choisit la période et les enregistre', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord');
  await page.getByRole('link', { name: 'Voir les états déclarants' }).click();
  await expect(page.locator('h1')).toContainText('États déclarants');
  const main = page.locator('main');
  await expect(main.locator('.chart__rows > li')).toHaveCount(12);
  await expect(main.getByRole('table', { name: 'Totaux de la période' })).toContainText('DELTA-G');
  await expect(main.locator('.why')).toContainText('CIEL');
  await check(page);

  await page.getByText('Choisir la période').click();
  await page.getByLabel('Premier mois').fill('le mois dernier');
  await main.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.locator('#du-erreur')).toContainText('exemple');
  await expect(page.getByLabel('Premier mois')).toHaveValue('le mois dernier');
  await check(page);

  const last = await page.getByLabel('Dernier mois').inputValue();
  await page.getByLabel('Premier mois').fill(last);
  await page.getByLabel('Téléservice').selectOption({ label: 'DELTA-G' });
  await main.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.locator('h1')).toContainText(`${last}, DELTA-G`);
  await check(page);

  await page.goto('/etats-declarants?du=2020-01');
  await expect(page.locator('#du-erreur')).toContainText('Choisissez pour');
  await page.goto('/etats-declarants');
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'fichier CSV' }).click();
  expect((await started).suggestedFilename()).toMatch(/^etats-declarants-000101014-.*\.csv$/);
});
