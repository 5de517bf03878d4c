import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { DISTILLERIE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Créances of the simulator with the passwords of their payment notices. */
const ALCOHOL = { reference: 'DEMO-CI-0027', password: 'K7M2-9QXR', amount: '487,30' };
const TOO_LARGE = { reference: 'DEMO-CI-0025', password: 'C5RN-6YHE' };
/** Test cards of the simulator, and the code of 3-D Secure. */
const CARD = '4970 1000 0000 0006';
const REFUSED_CARD = '4000 0000 0000 0002';
const CODE = '123456';
/** Addresses of the page of a notice and of the co-owner's page for the card. */
const NOTICE = /\/paiement\/avis\//;
const CARD_PAGE = /\/dgddi\/paiement\//;

// Each scenario pays créances: it has its own portal and simulator.
test.use({ ownPortal: true });

async function findNotice(page: Page, reference: string, password: string): Promise<void> {
  await page.goto('/paiement');
  await page.getByLabel(/Référence de la créance/).fill(reference);
  await page.getByLabel(/Mot de passe de l’avis/).fill(password);
  await page.getByRole('button', { name: 'Afficher la créance' }).click();
}

async function enterCard(page: Page, card: string): Promise<void> {
  await page.getByLabel('Numéro de la carte').fill(card);
  await page.getByRole('button', { name: /^Payer/ }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code reçu').fill(code);
  await page.getByRole('button', { name: 'Confirmer le paiement' }).click();
}

test('payer par carte sans compte, puis conserver le reçu', async ({ page, portal, check }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Payer par carte', exact: true }).click();
  await expect(page).toHaveURL(/\/paiement$/);
  await check(page);
  await findNotice(page, ' demo ci 0027 ', 'k7m29qxr');
  await expect(page).toHaveURL(NOTICE);
  await expect(page.locator('main')).toContainText(ALCOHOL.amount);
  await expect(page.locator('main')).not.toContainText('Distillerie');
  await check(page);
  await page.getByRole('button', { name: /^Payer 487,30/ }).click();
  await expect(page).toHaveURL(new RegExp(`^${portal.simulator.http}/dgddi/paiement/`));
  await enterCard(page, CARD);
  await enterCode(page, CODE);
  await expect(page).toHaveURL(new RegExp(`^${portal.address}/paiement/suivi/`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Reçu de paiement');
  await expect(page.locator('main')).toContainText(/CB-[0-9A-F]+/);
  await expect(page.locator('main')).toContainText(ALCOHOL.reference);
  await check(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger le reçu (PDF)' }).click();
  const receipt = await (await downloading).path();
  await page.goto('/verifier-un-accuse-de-reception');
  await page.getByLabel('Fichier de l’accusé ou du reçu').setInputFiles(receipt);
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.locator('main')).toContainText('Ce document figure au registre');

  await findNotice(page, ALCOHOL.reference, ALCOHOL.password);
  await expect(page.locator('main')).toContainText('déjà payée');
  await expect(page.locator('main').getByRole('button', { name: /^Payer/ })).toHaveCount(0);
  await check(page);
});

test('une paire inexacte ne dit pas ce qui est faux, un montant trop élevé est refusé avant de partir', async ({ page, check }) => {
  const sentence = 'Aucune créance ne correspond à cette référence et à ce mot de passe.';
  for (const [reference, password] of [[ALCOHOL.reference, 'FAUX'], ['DEMO-CI-9999', ALCOHOL.password]] as const) {
    await findNotice(page, reference, password);
    await expect(page.locator('[data-error-summary]')).toContainText(sentence);
    await expect(page.getByLabel(/Référence de la créance/)).toHaveValue(reference);
  }
  await check(page);
  await findNotice(page, TOO_LARGE.reference, TOO_LARGE.password);
  await expect(page.locator('main')).toContainText(/jusqu’à 2.000,00/);
  await expect(page.locator('main').getByRole('button', { name: /^Payer/ })).toHaveCount(0);
  await check(page);
});

test('un paiement refusé ou abandonné se dit et peut recommencer, un retour forgé ne change rien', async ({ page, check }) => {
  await findNotice(page, ALCOHOL.reference, ALCOHOL.password);
  await page.getByRole('button', { name: /^Payer 487,30/ }).click();
  await enterCard(page, REFUSED_CARD);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Paiement refusé');
  await expect(page.locator('main')).toContainText('rien n’a été débité');
  await check(page);
  await page.getByRole('link', { name: 'Recommencer' }).click();
  await expect(page.getByLabel(/Référence de la créance/)).toHaveValue(ALCOHOL.reference);

  await findNotice(page, ALCOHOL.reference, ALCOHOL.password);
  await page.getByRole('button', { name: /^Payer 487,30/ }).click();
  await page.getByRole('button', { name: 'Abandonner le paiement' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Paiement abandonné');

  await findNotice(page, ALCOHOL.reference, ALCOHOL.password);
  await expect(page).toHaveURL(NOTICE);
  const notice = page.url();
  await page.getByRole('button', { name: /^Payer 487,30/ }).click();
  await expect(page).toHaveURL(CARD_PAGE);
  const cardPage = page.url();
  await page.goto(notice);
  await page.getByRole('link', { name: 'Suivre ce paiement' }).click();
  await expect(page).toHaveURL(/\/paiement\/suivi\//);
  await page.goto(`${page.url()}?etat=paye&reference_paiement=CB-1`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Paiement en cours');
  await expect(page.getByRole('link', { name: 'Actualiser' })).toBeVisible();
  await check(page);
  // A second tab ends at the same payment.
  await page.goto(notice);
  await page.getByRole('button', { name: 'Reprendre le paiement' }).click();
  await expect(page).toHaveURL(cardPage);
});

test('payer par carte depuis le tableau de bord, qui change aussitôt', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, DISTILLERIE.siren);
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText(ALCOHOL.reference);
  const payment = await page.context().newPage();
  await payment.goto('/tableau-de-bord');
  await payment.getByRole('link', { name: `Payer par carte la créance ${ALCOHOL.reference}` }).click();
  await expect(payment).toHaveURL(/\/paiement\/creance\?reference=/);
  await check(payment);
  await payment.getByRole('button', { name: /^Payer 487,30/ }).click();
  await enterCard(payment, CARD);
  await enterCode(payment, CODE);
  await expect(payment.getByRole('heading', { level: 1 })).toContainText('Reçu de paiement');
  await payment.getByRole('link', { name: 'Poser une question sur ce paiement' }).click();
  await payment.getByRole('button', { name: 'Commencer' }).click();
  await expect(payment.getByLabel(/Montant payé/)).toHaveValue(/487,30/);
  await expect(payment.getByLabel('Carte bancaire')).toBeChecked();
  if (!scripts) await page.reload();
  await page.bringToFront();
  await expect(page.locator('main')).not.toContainText(ALCOHOL.reference);
  await page.goto('/tableau-de-bord?paiements=historique');
  await expect(page.locator('main')).toContainText(ALCOHOL.reference);
});
