import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, expectValues, send } from '../steps/form.ts';

test('un visiteur lit les taux du mois, convertit un montant et télécharge les fichiers', async ({ page, request, check }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Taux de change' }).first().click();
  await expect(page.locator('h1')).toContainText('Taux de change pour la valeur en douane, ');
  const table = page.locator('main table', { hasText: 'Dollar des États-Unis' });
  await expect(table).toBeVisible();
  await check(page);

  const converter = page.locator('main form', { hasText: 'Montant' });
  await converter.getByLabel('Montant').fill('mille');
  await converter.getByLabel('Devise').selectOption('USD');
  await converter.getByRole('button', { name: 'Convertir' }).click();
  await expect(page.locator('#montant-erreur')).toContainText('nombre supérieur à zéro');
  await expect(converter.getByLabel('Montant')).toHaveValue('mille');
  await check(page);
  await converter.getByLabel('Montant').fill('1 000');
  await converter.getByRole('button', { name: 'Convertir' }).click();
  await expect(page.locator('main .notice--success')).toContainText(/1.000.USD = [0-9]{3},[0-9]{2}.€/);
  await check(page);

  const file = await page.getByRole('link', { name: 'JSON' }).getAttribute('href');
  const first = await request.get(file!);
  const rates = await first.json();
  expect(rates.taux.map((rate: { devise: string }) => rate.devise)).toContain('USD');
  const again = await request.get(file!, { headers: { 'If-None-Match': first.headers()['etag']! } });
  expect(again.status()).toBe(304);

  await table.getByRole('link', { name: 'Dollar des États-Unis' }).click();
  await expect(page.locator('h1')).toHaveText('Dollar des États-Unis (USD)');
  await check(page);
  await page.goto('/taux-de-change/devise/RUB?periode=tout');
  await expect(page.locator('main')).toContainText('Cotation interrompue');
  await check(page);
});

test('une rédactrice fixe puis corrige un taux national', async ({ page, portal, check }) => {
  const editor = await createMember(portal, 'Capucine', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await page.goto('/equipe/taux');
  await check(page);
  const currency = { devise: 'XPF', note: 'Parité fixe' };
  await send(page, '/form/fixer-taux-national', { ...currency, taux: 'cent' });
  await expectProblem(page, 'taux', /nombre supérieur à zéro/);
  await expectValues(page, '/form/fixer-taux-national', { note: 'Parité fixe', taux: 'cent' });
  await check(page);
  const months = page.getByLabel('Mois d’application');
  await months.selectOption({ index: 2 });
  await send(page, '/form/fixer-taux-national', { ...currency, taux: '119,3317' });
  await expect(page.locator('main')).toContainText('Le taux est publié');
  await page.getByLabel('Mois d’application').selectOption({ index: 2 });
  await send(page, '/form/fixer-taux-national', { ...currency, taux: '119,3318', note: 'Erreur de frappe' });
  await expect(page.locator('main table')).toContainText('119,3318');
  await check(page);
  await page.locator('main table').getByRole('link', { name: /franc CFP/ }).first().click();
  await expect(page.locator('main table')).toContainText('Remplacé');
  await check(page);
});
