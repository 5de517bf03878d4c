import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linked, signedIn } from '../steps/scene.ts';



test('sans télépayer : ni synthèse ni créances de la douane, et la raison est dite', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'chloe.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await expect(page.locator('main')).toContainText(/télépayer/i);
  await expect(page.locator('main')).toContainText('Dédouanement');
  await check(page);
});

test('sans adhérer : la liste des mandats est refusée, avec la raison', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Basile');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await page.goto('/mandats');
  await expect(page.locator('main')).toContainText(/adhérer/i);
});

test('chaque administration a sa part, sous ses propres droits', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo', 'urssaf');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('Urssaf');
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  await check(page);
  await linked(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
});
