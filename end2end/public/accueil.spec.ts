import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('l’accueil mène aux services par besoin, aux taux et à l’état des services', async ({ page, check }) => {
  await page.goto('/');
  const main = page.locator('main');
  for (const name of ['Se connecter', 'Inscription', 'Payer par carte', 'Toutes les actualités', 'Tout l’agenda', 'Interruptions récentes']) {
    await expect(main.getByRole('link', { name, exact: true })).toBeVisible();
  }
  const needs = page.getByRole('region', { name: 'Connaître les droits et taxes d’une marchandise' });
  await expect(needs.getByRole('link', { name: /Simuler les droits et taxes/ })).toHaveAttribute('href', /rita-encyclopedie/);
  // A site without a known address is named, but is no link.
  await expect(needs).toContainText('Info accises');
  await expect(needs.getByRole('link', { name: /produits soumis à accise/ })).toHaveCount(0);
  await check(page);
  await main.getByRole('link', { name: 'Taux de change et convertisseur' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Taux de change');
  await page.goto('/');
  await main.getByRole('link', { name: 'Interruptions récentes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('État des services');
});

test('la page gardée par le navigateur s’affiche avec ses scripts après un 304', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto('/mentions-legales');
  const again = await page.goto('/mentions-legales');
  expect([200, 304]).toContain(again!.status());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mentions légales');
  expect(errors).toEqual([]);
});

test('une opératrice trouve ses questions avant les textes publics', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Paiement du quai aux licornes');
  await page.goto('/recherche');
  await page.locator('main').getByRole('searchbox').fill('paiement licornes');
  await page.locator('main').getByRole('button', { name: 'Rechercher' }).click();
  const own = page.getByRole('region', { name: 'Questions de l’entreprise' });
  await expect(own.getByRole('link', { name: 'Paiement du quai aux licornes' })).toHaveAttribute('href', new URL(question, page.url()).pathname);
  await check(page);
});
