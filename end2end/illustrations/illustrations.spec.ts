import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createAccount, createMember } from '../portal/people.ts';
import { pdf } from '../portal/files.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signIn, signInStaff } from '../steps/account.ts';
import { BRUMAIRE, chooseCompany, linkAccount } from '../steps/company.ts';
import { form, send, submit } from '../steps/form.ts';
import { attachAndWait, fillDraft, openMotif, sendQuestion, openSummary } from '../steps/question.ts';

const images = path.resolve(import.meta.dirname, '../../docs/images');
const tutorial = path.resolve(import.meta.dirname, '../../public');

/** Takes the screenshots of the README, only with `cargo xtask test --images`. */
test('illustrations du README', async ({ page, portal, scripts }) => {
  test.skip(!process.env.PRODOUANE_E2E_IMAGES || !scripts, 'sur demande seulement');
  await mkdir(images, { recursive: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/');
  await takeScreenshot(page, 'accueil');

  const person = await createAccount(portal, 'Alix');
  await signIn(page, portal, person);
  await linkAccount(page, portal, person, 'alix.demo');
  await chooseCompany(page, BRUMAIRE.siren);
  await takeScreenshot(page, 'tableau-de-bord');
  await page.setViewportSize({ width: 360, height: 740 });
  await takeScreenshot(page, 'tableau-de-bord-telephone');
  await page.setViewportSize({ width: 1280, height: 800 });

  await openMotif(page, 'echeancier');
  await takeScreenshot(page, 'formulaire');
  await fillDraft(page, 'recette', {
    creance: 'DEMO-DG-0002',
    montant: '22 390,17',
    echeance: `${new Date().getFullYear() + 1}-06-15`,
    motif_economique: 'client',
    message: 'Un client important nous règle avec retard : nous demandons un report de trois mois.',
  });
  await attachAndWait(page, 'piece_justificative', pdf('prevision-de-tresorerie.pdf', 480_000));
  await openSummary(page);
  await sendQuestion(page);
  await takeScreenshot(page, 'recu');

  await page.goto('/assistance');
  await send(page, '/form/saisir-assistance', {
    sujet: 'page',
    description: 'La page des paiements reste vide depuis ce matin.',
  });
  await expect(page).toHaveURL(/\/assistance\/dossier\//);
  await takeScreenshotsOfStaff(page, portal);
});

/** Takes the pictures of the tutorial, only with `cargo xtask test --images`. */
test('images des premiers pas', async ({ page, portal, scripts }) => {
  test.skip(!process.env.PRODOUANE_E2E_IMAGES || !scripts, 'sur demande seulement');
  await page.setViewportSize({ width: 960, height: 600 });
  await page.goto('/inscription');
  await takePicture(page, 'inscription');
  await page.goto('/connexion');
  await takePicture(page, 'connexion');
  const person = await createAccount(portal, 'Alix');
  await signIn(page, portal, person);
  await linkAccount(page, portal, person, 'alix.demo');
  await page.goto('/profil/rattachements');
  await takePicture(page, 'rattachement');
  await chooseCompany(page, BRUMAIRE.siren);
  await takePicture(page, 'tableau-de-bord');
  await openMotif(page, 'echeancier');
  await takePicture(page, 'question');
});

/** Takes the visible part of the page, without the header. */
async function takePicture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.locator('h1').evaluate((title) => title.scrollIntoView({ behavior: 'instant' }));
  await page.screenshot({ path: path.join(tutorial, `premiers-pas-${name}.png`), animations: 'disabled', scale: 'css' });
}

/** An adviser who answers the case, and an editor who writes a news. */
async function takeScreenshotsOfStaff(page: Page, portal: Portal): Promise<void> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const staff = await context.newPage();
  await staff.setViewportSize({ width: 1280, height: 800 });
  await signInStaff(staff, portal, await createMember(portal, 'Colin', 'adviser'), /\/equipe$/);
  await staff.goto('/plateau');
  await staff.locator('main tbody a').first().click();
  await submit(form(staff, '/form/prendre-dossier'));
  await expect(form(staff, '/form/repondre-dossier')).toBeVisible();
  await takeScreenshot(staff, 'conseiller');
  await context.clearCookies();
  await signInStaff(staff, portal, await createMember(portal, 'Capucine', 'editor'), /\/equipe$/);
  await staff.goto('/equipe/publications');
  await staff.getByRole('link', { name: 'Écrire une actualité' }).click();
  await send(staff, '/form/creer-article', {
    titre: 'Prochaine interruption de DELTA-G',
    resume: 'DELTA-G sera indisponible dimanche de 6 h à 8 h.',
    texte: '## Avant l’interruption\n\nDéposez vos déclarations **avant 6 h**.',
  });
  await expect(staff.locator('main')).toContainText('Le brouillon est enregistré');
  await takeScreenshot(staff, 'redaction');
  await context.close();
}

async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled', scale: 'css' });
}
