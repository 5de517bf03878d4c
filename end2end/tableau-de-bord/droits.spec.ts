import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('sans le droit télépayer, les créances de la douane sont masquées, avec la raison', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await expect(page.locator('main')).toContainText(/télépayer/i);
  await expect(page.locator('main')).toContainText('Dédouanement');
  await check(page);
});

test('sans le droit adhérer, la liste des mandats est refusée, avec la raison', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await page.goto('/mandats');
  await expect(page.locator('main')).toContainText(/adhérer/i);
});

test('chaque administration est affichée selon ses propres droits', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo', 'urssaf');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('Urssaf');
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await check(page);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
});
