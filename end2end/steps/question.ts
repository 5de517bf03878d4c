import { expect, type Page } from '@playwright/test';
import { type Portal, type Service, SERVICES } from '../portal/portal.ts';
import type { UploadedFile } from '../portal/files.ts';
import { createAccount } from '../portal/people.ts';
import { BRUMAIRE } from './company.ts';
import { type Answers, form, send, submit } from './form.ts';
import { linkByRequest, signInByRequest } from './requests.ts';

/** Chooses the recipient by name; the option's value is a generated identifier. */
export async function chooseService(page: Page, service: Service): Promise<void> {
  const choice = form(page, '/form/brouillon').getByLabel(SERVICES[service].name, { exact: true });
  if ((await choice.count()) > 0) await choice.first().check();
  else await form(page, '/form/brouillon').locator('[name="service"]').selectOption({ label: SERVICES[service].name });
}

/** Opens the empty form of a motif. */
export async function openMotif(page: Page, motif: string): Promise<void> {
  await page.goto('/messagerie/nouvelle');
  await chooseMotif(page, motif);
  await expect(page).toHaveURL(/\/messagerie\/brouillon\/[^/]+$/);
}

/** Chooses the motif in the list, then confirms its introduction page. */
export async function chooseMotif(page: Page, motif: string): Promise<void> {
  await page.locator(`main a[href="/messagerie/nouvelle?motif=${motif}"]`).click();
  await expect(page).toHaveURL(new RegExp(`motif=${motif}`));
  await submit(form(page, '/form/nouveau-brouillon'));
}

/** Fills and sends the form of a draft, up to the attachments page. */
export async function fillDraft(page: Page, service: Service, answers: Answers): Promise<void> {
  await chooseService(page, service);
  await send(page, '/form/brouillon', answers);
  await expect(page).toHaveURL(/\/pieces$/);
}

/** Sends a file to one slot of the form (`''`: other files). */
export async function attach(page: Page, slot: string, file: UploadedFile, at = '/televersement/'): Promise<void> {
  const upload = page.locator(`main form[action^="${at}"]:has([name="emplacement"][value="${slot}"])`).first();
  await upload.locator('[name="fichier"]').setInputFiles(file);
  const button = upload.locator('button[type=submit]');
  // With scripts, choosing a file uploads it immediately.
  if (await button.isVisible()) await button.click();
}

/** Sends a file like `attach` and waits until it is listed. */
export async function attachAndWait(page: Page, slot: string, file: UploadedFile, at?: string): Promise<void> {
  await attach(page, slot, file, at);
  // The largest file takes long on a busy machine.
  await expect(page.locator('main .attachment__name', { hasText: file.name })).toBeVisible({ timeout: 60_000 });
}

/** Goes from the attachments page to the summary. */
export async function openSummary(page: Page): Promise<void> {
  await page.locator('main a[href$="/recapitulatif"]').first().click();
  await expect(page).toHaveURL(/\/recapitulatif$/);
}

/** Sends the question from its summary. Returns the URL of the question. */
export async function sendQuestion(page: Page): Promise<string> {
  await submit(form(page, '/form/envoyer'));
  await expect(page).toHaveURL(/\/messagerie\/question\/[^/]+\/recu$/);
  return page.url().replace(/\/recu$/, '');
}

/** Signs in a new operator and fills a question about a guarantee to the PAE, up to its attachments. */
export async function prepareAttachments(page: Page, portal: Portal): Promise<void> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Voir les pièces.' });
}

/** Sends the PAE a question about a guarantee, for the current company. Returns the URL of the question. */
export async function sendGuaranteeQuestion(page: Page, siret: string, objet: string): Promise<string> {
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', { siret, regime: 'transit', montant: '25 000', objet, message: 'Comment faire ?' });
  await openSummary(page);
  return sendQuestion(page);
}
