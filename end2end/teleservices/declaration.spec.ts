import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRIEFLY, changed } from '../steps/changes.ts';
import { BRUMAIRE, DISTILLERIE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// Each scenario files declarations: it has its own portal and simulator.
test.use({ ownPortal: true, expectedErrors: [/status of 4(03|22)/] });

/** Opens a téléservice from the dashboard in another tab. */
async function openFromDashboard(page: Page, name: RegExp): Promise<Page> {
  const popup = page.context().waitForEvent('page');
  await page.getByRole('link', { name }).click();
  const teleservice = await popup;
  await expect(teleservice.locator('main')).toContainText('Personne connectée par le portail');
  return teleservice;
}

test('une déclaration déposée dans CIEL change le tableau de bord ouvert, puis se paie par prélèvement', async ({
  page,
  portal,
  scripts,
  check,
}) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, DISTILLERIE.siren);
  await page.goto('/tableau-de-bord');
  const main = page.locator('main');
  const count = main.locator('tr', { hasText: 'Contribution indirecte' }).locator('td[data-label="En cours"]');
  await expect(count).toHaveText('3');
  // The téléservices without a right are folded, each with its reason.
  const others = main.locator('details', { hasText: 'Autres téléservices' });
  await expect(others).toContainText('Octroi de mer (DOMINO)');
  await others.locator('summary').first().click();
  await expect(others).toContainText(/déclarer/);
  await check(page);

  const ciel = await openFromDashboard(page, /^Déclarer.*Contribution indirecte/);
  await ciel.getByRole('link', { name: 'Déposer une déclaration' }).click();
  await ciel.getByLabel('Mois').fill('13/2026');
  await ciel.getByLabel('Quantité mise à la consommation').fill('0,5');
  await ciel.getByRole('button', { name: 'Déposer la déclaration' }).click();
  await expect(ciel.locator('#erreur-precision')).toContainText('Indiquez un mois et une année');
  await expect(ciel.getByLabel('Quantité mise à la consommation')).toHaveValue('0,5');
  await ciel.getByLabel('Mois').fill('10/2026');
  await ciel.getByRole('button', { name: 'Déposer la déclaration' }).click();
  await expect(ciel.getByRole('heading', { level: 1 })).toContainText(/Déclaration CIEL-\d{4}-\d{5}/);
  await expect(ciel.locator('main')).toContainText('949,95');
  const creance = (await ciel.locator('dt:has-text("Créance") + dd').textContent())!.trim();

  await page.bringToFront();
  await changed(page, scripts, async () => {
    await expect(count).toHaveText('4', BRIEFLY);
    await expect(main).toContainText(creance, BRIEFLY);
  });

  // « Payer par prélèvement » opens this very créance.
  const popup = page.context().waitForEvent('page');
  await page.getByRole('link', { name: `Payer par prélèvement la créance ${creance}` }).click();
  const sepa = await popup;
  await expect(sepa.getByRole('heading', { level: 1 })).toHaveText(`Créance ${creance}`);
  await sepa.getByRole('button', { name: /^Payer 949,95/ }).click();
  await expect(sepa.locator('main')).toContainText('Payée');
  await page.bringToFront();
  await changed(page, scripts, async () => {
    await expect(main).not.toContainText(creance, BRIEFLY);
    await expect(count).toHaveText('3', BRIEFLY);
  });
  await page.goto('/tableau-de-bord?paiements=historique');
  await expect(main).toContainText(creance);
});

test('un lecteur consulte les déclarations sans pouvoir en déposer', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  await page.goto('/tableau-de-bord');
  const delta = await openFromDashboard(page, /^Consulter.*Dédouanement/);
  await expect(delta.locator('main')).toContainText('Vous pouvez consulter les déclarations');
  await expect(delta.getByRole('link', { name: 'Déposer une déclaration' })).toHaveCount(0);
  await delta.goto(`${delta.url()}/declarations/nouvelle`);
  await expect(delta.getByRole('heading', { level: 1 })).toContainText('Dépôt non autorisé');
  await expect(page.locator('main')).toContainText(BRUMAIRE.name);
});
