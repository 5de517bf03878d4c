import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, fill, form, send } from '../steps/form.ts';
import { chooseService, openMotif } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// Dates, months and periods as people type them in browsers without a picker.

test.beforeEach(async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
});

/** Makes pickers text fields, as in Firefox and Safari for months. */
async function removePickers(page: Page): Promise<void> {
  await page
    .locator('input[type=month], input[type=date]')
    .evaluateAll((inputs: HTMLInputElement[]) => inputs.forEach((input) => (input.type = 'text')));
}

test('un mois et une date tapés en toutes lettres sont compris et rappelés', async ({ page }) => {
  await openMotif(page, 'attestation');
  await expect(page.locator('#periode-aide, [id$="-aide"]', { hasText: 'par exemple 11/2026 ou novembre 2026' }).first()).toBeVisible();
  const draft = page.url();
  const names = await page.locator('input[type=month]').evaluateAll((inputs: HTMLInputElement[]) => inputs.map((input) => input.name));
  await removePickers(page);
  await fill(form(page, '/form/brouillon'), { [names[0]!]: 'nov. 2025', [names[1]!]: '3/26' });
  await page.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
  await expect(page.locator('main')).toContainText('Brouillon enregistré');
  await page.goto(draft);
  // Shown again by a picker, which displays only this form.
  await expect(page.locator(`[name="${names[0]}"]`)).toHaveValue('2025-11');
  await expect(page.locator(`[name="${names[1]}"]`)).toHaveValue('2026-03');
});

test('une date illisible est signalée et reste affichée', async ({ page }) => {
  await openMotif(page, 'echeancier');
  await chooseService(page, 'recette');
  await removePickers(page);
  await send(page, '/form/brouillon', { echeance: 'bientôt' });
  await expectProblem(page, 'echeance', /date/);
  await removePickers(page);
  await form(page, '/form/brouillon').locator('[name="echeance"]').fill('le 3 nov. 27');
  await send(page, '/form/brouillon');
  await expect(page.locator('#echeance-erreur')).toBeHidden();
  await expect(page.locator('[name="echeance"]')).toHaveValue(/2027-11-03|le 3 nov\. 27/);
});

test('les dates d’un filtre sont nommées, comprises, et signalées si elles sont illisibles', async ({ page }) => {
  await page.goto('/profil/habilitations/historique?du=3/11/25');
  await expect(page.getByLabel('Premier jour')).toHaveValue('2025-11-03');
  await page.goto('/profil/habilitations/historique?au=hier');
  await expect(page.getByLabel('Dernier jour')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#au-erreur')).toBeVisible();
});
