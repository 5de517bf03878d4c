import type { Page } from '@playwright/test';
import { expect, test } from '../portal/test.ts';
import { linkFromMail } from '../steps/account.ts';

// Books calls of an agenda that all scenarios of a portal would share.
test.use({ ownPortal: true });

const EMAIL = 'camille.appel@exemple.fr';

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel(/^Nom et prénom/).fill('Camille Exemple');
  await page.getByLabel(/^Téléphone/).fill('06 12 34 56 78');
  await page.getByLabel(/^Adresse de courriel/).fill(EMAIL);
  await page.getByLabel('Compte et connexion').check();
}

test('se faire appeler par l’assistance, déplacer puis annuler l’appel', async ({ page, portal, check }) => {
  await page.goto('/aide');
  await page.getByRole('link', { name: 'Choisir l’heure d’un appel' }).click();
  await expect(page).toHaveURL(/\/rappel$/);
  await check(page);
  const slots = page.locator('main .slots a');
  const chosen = (await slots.last().getAttribute('href')) ?? '';
  await slots.last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réserver un appel');
  await expect(page.getByLabel(/^Jour et heure/)).toHaveValue(new URL(chosen, portal.address).searchParams.get('creneau') ?? '');
  await fillIn(page);
  await page.getByLabel(/^Téléphone/).fill('06 12');
  await page.getByRole('button', { name: 'Réserver l’appel' }).click();
  await expect(page.locator('[data-error-summary]')).toBeVisible();
  await expect(page.getByLabel(/^Nom et prénom/)).toHaveValue('Camille Exemple');
  await check(page);
  await page.getByLabel(/^Téléphone/).fill('06 12 34 56 78');
  await page.getByRole('button', { name: 'Réserver l’appel' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre appel est prévu');
  await expect(page.locator('main')).toContainText(/\+33.6.12.34.56.78/);
  await check(page);

  await page.goto(await linkFromMail(portal, EMAIL, '/rappel/suivi'));
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Ajouter à mon agenda' }).click();
  expect((await downloading).suggestedFilename()).toBe('rendez-vous.ics');
  await page.getByLabel(/^Jour et heure/).selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Déplacer l’appel' }).click();
  await expect(page.locator('main')).toContainText('Votre appel est déplacé.');
  await page.getByRole('button', { name: 'Annuler l’appel' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre appel est annulé');
  await check(page);
});

test('un lien inconnu mène à la réservation', async ({ page, check }) => {
  await page.goto('/rappel/suivi?jeton=inconnu');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Appel introuvable');
  await check(page);
  await page.getByRole('link', { name: 'Réserver un autre appel' }).click();
  await expect(page).toHaveURL(/\/rappel$/);
});
