import { readFile } from 'node:fs/promises';
import { expect, test } from '../portal/test.ts';

test('un visiteur trouve un bureau par son rôle et enregistre son contact', async ({ page, check }) => {
  await page.goto('/');
  await page.locator('#pied').getByRole('link', { name: 'Annuaire des bureaux de douane' }).click();
  const main = page.locator('main');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('Annuaire des bureaux de douane');
  await check(page);
  await main.getByRole('search').getByLabel('Nom, ville, code ou rôle').fill('exportations havre');
  await main.getByRole('search').getByRole('button', { name: 'Rechercher' }).click();
  await expect(main.locator('table')).toContainText('FRDEM010');
  await check(page);
  await main.getByRole('link', { name: /Le Havre port/ }).click();
  await expect(page).toHaveURL(/\/annuaire\/FRDEM010$/);
  await expect(main).toContainText('Bureau d’exportation');
  await expect(main).toContainText('PAE du Littoral (fictif)');
  await expect(main).toContainText('mise à jour le');
  await check(page);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    main.getByRole('link', { name: /Enregistrer le contact/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('FRDEM010.vcf');
  expect(await readFile(await file.path(), 'utf8')).toContain('TEL;VALUE=uri;TYPE="work,voice":tel:+33200000011\r\n');
  await main.getByRole('link', { name: 'Signaler une erreur' }).click();
  await expect(page).toHaveURL(/\/assistance\?bureau=FRDEM010$/);
  await expect(page.getByLabel('Description')).toHaveValue(/FRDEM010/);
  await expect(page.getByLabel('Votre demande porte sur')).toHaveValue('annuaire');
  await check(page);
});

test('une faute est corrigée, et une recherche sans résultat mène aux contacts', async ({ page, check }) => {
  await page.goto('/annuaire?recherche=roisy');
  const main = page.locator('main');
  await expect(main).toContainText('Recherche faite avec');
  await expect(main.locator('table')).toContainText('FRDEM020');
  await check(page);
  await page.goto('/annuaire?recherche=licornes');
  await expect(main).toContainText('Aucun bureau trouvé');
  await expect(main.getByRole('link', { name: 'Choisissez le bon contact' })).toBeVisible();
  await check(page);
});
