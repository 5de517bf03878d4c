import { expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import type { CoOwner } from '../portal/simulator.ts';

/** Fictional companies of the simulator. */
export const BRUMAIRE = { siren: '000101014', siret: '00010101400017', name: 'Brumaire Négoce (fictif)' };
export const ILOT = { siren: '000202028', siret: '00020202800015', name: 'Îlot des Épices (fictif)' };
export const DISTILLERIE = { siren: '000303032', siret: '00030303200015', name: 'Distillerie du Vieux Phare (fictive)' };

/** Accounts of the simulator whose rights can be copied to a new account. */
export type DemoAccount = 'alix.demo' | 'basile.demo' | 'chloe.demo' | 'dorian.demo';

/** Password of every account of the simulator. */
export const CO_OWNER_PASSWORD = 'Simulateur-2026';

/** Opens an account at a co-owner with the rights of `model`, and links it through the pages. */
export async function linkAccount(
  page: Page,
  portal: Portal,
  person: Person,
  model: DemoAccount,
  coOwner: CoOwner = 'dgddi',
): Promise<void> {
  await portal.simulator.openAccount(coOwner, person.identifiant, model);
  await page.goto('/profil/rattachements');
  await page.locator(`form[action="/form/rattacher"]:has([name="co_proprietaire"][value="${coOwner}"]) button`).click();
  await signInAtCoOwner(page, portal, person);
  await expect(page).toHaveURL(new RegExp(`^${portal.address}/`));
}

/** Fills and sends the co-owner's own sign-in page. */
export async function signInAtCoOwner(page: Page, portal: Portal, person: Person): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${portal.simulator.http}/`));
  await page.locator('[name="identifiant"]').fill(person.identifiant);
  await page.locator('[name="mot_de_passe"]').fill(CO_OWNER_PASSWORD);
  await page.locator('main').getByRole('button').first().click();
}

/** Chooses the company on the company choice page. */
export async function chooseCompany(page: Page, siren: string): Promise<void> {
  await page.goto('/entreprises');
  await page.locator(`main form[action="/form/choisir-siren"]:has([name="siren"][value="${siren}"]) button`).click();
  await expect(page).toHaveURL(/\/tableau-de-bord/);
}
