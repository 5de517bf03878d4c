import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// A scenario stops a co-owner: all of this file has its own portal and simulator.
test.use({ ownPortal: true });

/** Downloads the file of a link of the page. Returns its name and content. */
async function download(page: Page, link: string): Promise<{ name: string; content: Buffer }> {
  const started = page.waitForEvent('download');
  await page.locator('main').getByRole('link', { name: link }).first().click();
  const file = await started;
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test('filtrer les paiements, puis exporter exactement ce qui est affiché', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord');
  await page.getByText('Filtrer les paiements').click();
  await page.getByLabel('État', { exact: true }).selectOption('En retard');
  await page.getByRole('button', { name: 'Filtrer', exact: true }).click();
  await expect(page).toHaveURL(/\/tableau-de-bord\?.*etat=en-retard/);
  await expect(page).toHaveTitle(/en retard/);
  await expect(page.locator('main')).toContainText('DEMO-DG-0003');
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await check(page);

  const csv = await download(page, 'fichier CSV');
  expect(csv.name).toMatch(/^paiements-en-cours-000101014-\d{4}-\d\d-\d\d\.csv$/);
  const text = csv.content.toString('utf8');
  expect(text.startsWith('\ufeffAdministration;Référence;'), text).toBe(true);
  expect(text).toContain('DEMO-DG-0003');
  expect(text).not.toContain('DEMO-DG-0001');
  expect(text).toMatch(/Administration non comprise\s: Urssaf\./);
  const workbook = await download(page, 'classeur Excel (XLSX)');
  expect(workbook.name).toMatch(/\.xlsx$/);
  expect(workbook.content.subarray(0, 2).toString()).toBe('PK');

  // The tabs and the button keep or remove the filter.
  await page.getByRole('link', { name: 'Tout afficher' }).click();
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
});

test('une date illisible est expliquée, sans export trop large', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord/paiements.csv?du=demain');
  await expect(page).toHaveURL(/\/tableau-de-bord\?du=demain/);
  await expect(page.locator('#du-erreur')).toBeVisible();
  await check(page);
});

test('sans le droit télépayer, les paiements ne s’exportent pas, les déclarations si', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).not.toContainText('Exporter tous ces paiements');
  const refused = await page.request.get(`${portal.address}/tableau-de-bord/paiements.csv`);
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toMatch(/télépayer/i);
  const declarations = await download(page, 'fichier CSV');
  expect(declarations.name).toMatch(/^declarations-/);
  expect(declarations.content.toString('utf8')).toContain('Dédouanement;');
  await check(page);
});

test('pendant une panne, l’export dit de quand datent ses chiffres', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await portal.simulator.setOutage('dgddi', true);
  await page.reload();
  await check(page);
  const csv = await download(page, 'fichier CSV');
  expect(csv.content.toString('utf8')).toMatch(/Douane\s: derniers chiffres connus, du /);
  expect(csv.content.toString('utf8')).toContain('DEMO-DG-0001');
});
