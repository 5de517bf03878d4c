import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

test('un visiteur suit une exportation par son MRN', async ({ page, check }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Suivre une exportation' }).first().click();
  await expect(page.locator('h1')).toHaveText('Suivre une exportation');
  await check(page);
  const mrn = page.getByLabel('MRN de la déclaration');
  const follow = page.locator('main').getByRole('button', { name: 'Suivre' });
  await mrn.fill('26FRDEMO00000104A1');
  await follow.click();
  await expect(page.locator('#mrn-erreur')).toContainText('lettres O et I');
  await expect(mrn).toHaveValue('26FRDEMO00000104A1');
  await check(page);
  await mrn.fill('26 fr demo 0000 0103 a0');
  await follow.click();
  await expect(page.locator('h1')).toContainText('26 FR DEMO 0000 0103 A0');
  await expect(page.locator('main .timeline li')).toHaveCount(4);
  await expect(page.locator('main [aria-current=step]')).toContainText('Arrivée au bureau de sortie');
  await check(page);
  await page.locator('main').getByRole('link', { name: /Le Havre port/ }).first().click();
  await expect(page.locator('h1')).toContainText('Le Havre port');

  await page.goto('/suivi-export?mrn=26FR000012345678A4');
  await expect(page.locator('main .notice')).toContainText('MRN inconnu de la douane française');
  await check(page);
  await page.goto('/suivi-export?mrn=26FRDEMO00000107A7');
  await expect(page.locator('main .timeline')).toContainText('Sortie arrêtée');
  await check(page);
});

test('une déclarante filtre les exportations de son entreprise et les enregistre', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord');
  await page.getByRole('link', { name: 'Suivre les exportations de l’entreprise' }).click();
  await expect(page.locator('h1')).toHaveText('Exportations');
  await expect(page.locator('main table')).toContainText('26FRDEMO00000101A2');
  await expect(page.locator('main table')).not.toContainText('26FRDEMO00000201');
  await check(page);
  await page.getByText('Filtrer les exportations').click();
  await page.getByLabel('Dernière étape').selectOption({ label: 'Mainlevée accordée' });
  await page.locator('main').getByRole('button', { name: 'Filtrer' }).click();
  await expect(page.locator('main tbody tr')).toHaveCount(2);
  await check(page);
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: 'fichier CSV' }).click();
  expect((await started).suggestedFilename()).toMatch(/^exportations-000101014-.*\.csv$/);
  await page.getByRole('link', { name: '26FRDEMO00000106A8' }).click();
  await expect(page.locator('main')).toContainText('est passé depuis le');
  await page.goto('/exportations?du=demain');
  await expect(page.locator('#du-erreur')).toBeVisible();
  await check(page);
});
