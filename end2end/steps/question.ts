import { expect, type Page } from '@playwright/test';
import { type Service, SERVICES } from '../portal/portal.ts';
import type { UploadedFile } from '../portal/files.ts';
import { type Answers, form, send, submit } from './form.ts';

/** A service's value in the list of recipients: its identifier; we know its name. */
export async function chooseService(page: Page, service: Service): Promise<void> {
  const choice = form(page, '/form/brouillon').getByLabel(SERVICES[service].name, { exact: true });
  if ((await choice.count()) > 0) await choice.first().check();
  else await form(page, '/form/brouillon').locator('[name="service"]').selectOption({ label: SERVICES[service].name });
}

/** From the list of themes to the empty form of a motif. */
export async function openMotif(page: Page, motif: string): Promise<void> {
  await page.goto('/messagerie/nouvelle');
  await chooseMotif(page, motif);
  await expect(page).toHaveURL(/\/messagerie\/brouillon\/[^/]+$/);
}

/** In the list of themes and motifs: the motif, its introduction, then the form. */
export async function chooseMotif(page: Page, motif: string): Promise<void> {
  await page.locator(`main a[href="/messagerie/nouvelle?motif=${motif}"]`).click();
  await expect(page).toHaveURL(new RegExp(`motif=${motif}`));
  await submit(form(page, '/form/nouveau-brouillon'));
}

/** Fills the form of a draft and goes to the attachments. */
export async function fillDraft(page: Page, service: Service, answers: Answers): Promise<void> {
  await chooseService(page, service);
  await send(page, '/form/brouillon', answers);
  await expect(page).toHaveURL(/\/pieces$/);
}

/** Attaches a file at one place of the form (`''`: other files) and waits until it is listed. */
export async function attach(page: Page, slot: string, file: UploadedFile, at = '/televersement/'): Promise<void> {
  const upload = page.locator(`main form[action^="${at}"]:has([name="emplacement"][value="${slot}"])`).first();
  await upload.locator('[name="fichier"]').setInputFiles(file);
  const button = upload.locator('button[type=submit]');
  // With scripts the choice of a file sends it at once.
  if (await button.isVisible()) await button.click();
}

export async function attachAndSee(page: Page, slot: string, file: UploadedFile, at?: string): Promise<void> {
  await attach(page, slot, file, at);
  await expect(page.locator('main .attachment__name', { hasText: file.name })).toBeVisible();
}

/** From the attachments to the summary. */
export async function toSummary(page: Page): Promise<void> {
  await page.locator('main a[href$="/recapitulatif"]').first().click();
  await expect(page).toHaveURL(/\/recapitulatif$/);
}

/** Sends what the summary shows; gives the address of the question. */
export async function sendQuestion(page: Page): Promise<string> {
  await submit(form(page, '/form/envoyer'));
  await expect(page).toHaveURL(/\/messagerie\/question\/[^/]+\/recu$/);
  return page.url().replace(/\/recu$/, '');
}

/** Asks the PAE about a guarantee, for the company being worked for; gives the address of the question. */
export async function askAboutGuarantee(page: Page, siret: string, objet: string): Promise<string> {
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', { siret, regime: 'transit', montant: '25 000', objet, message: 'Comment faire ?' });
  await toSummary(page);
  return sendQuestion(page);
}
