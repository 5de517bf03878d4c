import type { Page } from '@playwright/test';
import { createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { expectProblem, expectValues, form, send, submit } from '../steps/form.ts';

// The browser logs the error statuses of refused forms to its console.
test.use({ expectedErrors: [/status of 4(04|22)/] });

/** Opens a folded part of the page. */
async function unfold(page: Page, title: string): Promise<void> {
  const part = page.locator('main details', { has: page.getByText(title, { exact: true }) });
  if (!(await part.evaluate((details: HTMLDetailsElement) => details.open))) await part.locator('summary').click();
}

test('nommer une vue filtrée, la retrouver, la renommer, la supprimer', async ({ page, portal, check }) => {
  await signInAgent(page, portal, await createAgent(portal, 'pae', 'recette'));
  await page.goto('/agent/vues');
  await expect(page.locator('main')).toContainText('Aucune vue enregistrée');
  await check(page);
  await page.goto('/agent?etat=en-cours&fichiers=oui&recherche=licorne');
  await unfold(page, 'Enregistrer cette vue');
  await send(page, '/form/enregistrer-vue', { nom: '' });
  await expectProblem(page, 'nom', /Renseignez/);
  await check(page);
  await send(page, '/form/enregistrer-vue', { nom: 'Licornes' });
  await expect(page.locator('.notice--success')).toContainText('La vue est enregistrée.');
  await expect(page).toHaveURL(/etat=en-cours&fichiers=oui&recherche=licorne/);
  await check(page);
  await page.goto('/agent');
  const own = page.getByRole('navigation', { name: 'Mes vues' });
  await own.getByRole('link', { name: /Licornes \(0\)/ }).click();
  await expect(page).toHaveURL(/etat=en-cours&fichiers=oui&recherche=licorne/);
  await page.getByRole('link', { name: 'Gérer mes vues' }).click();
  await expect(page.locator('h1')).toContainText('Mes vues');
  await check(page);
  await page.getByRole('link', { name: /Renommer ou supprimer/ }).click();
  await expect(page.locator('h1')).toContainText('Renommer ou supprimer une vue');
  await check(page);
  await expectValues(page, '/form/renommer-vue', { nom: 'Licornes' });
  await send(page, '/form/renommer-vue', { nom: 'Avec pièces' });
  await expect(page.locator('main')).toContainText('La vue est renommée.');
  await page.getByRole('link', { name: /Renommer ou supprimer/ }).click();
  await expect(page.locator('h1')).toContainText('Renommer ou supprimer une vue');
  await submit(form(page, '/form/supprimer-vue'));
  await expect(page.locator('main')).toContainText('La vue est supprimée.');
  await expect(page.locator('main')).toContainText('Aucune vue enregistrée');
});
