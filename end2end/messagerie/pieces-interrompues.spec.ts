import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { exactly, MAX_BYTES, pdf } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { recordAnnouncements } from '../steps/announcements.ts';
import { form } from '../steps/form.ts';
import { replaceAnswers, uploadSpeed } from '../steps/network.ts';
import { attach, attachAndWait, openSummary, prepareAttachments, sendQuestion } from '../steps/question.ts';

test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, le navigateur affiche l’erreur de connexion');

test.beforeEach(({ page, portal }) => prepareAttachments(page, portal));

/** Waits until the first file of the list is sent up to this percentage. */
async function waitForProgress(page: Page, percent: number): Promise<void> {
  await page.waitForFunction(
    (percent) => (document.querySelector<HTMLProgressElement>('[data-upload-list] progress')?.value ?? 0) >= percent,
    percent,
  );
}

/** Returns the offsets of the pieces that the page sends from now on. */
function recordPieces(context: BrowserContext): number[] {
  const offsets: number[] = [];
  context.on('request', (request) => {
    const offset = request.method() === 'POST' && request.url().split('?debut=')[1];
    if (offset) offsets.push(Number(offset));
  });
  return offsets;
}

test('un envoi de 10 Mo coupé à la moitié reprend', async ({ page, context, portal }) => {
  const file = exactly('dix-megaoctets.pdf', MAX_BYTES);
  const upload = form(page, '/televersement/');
  const setSpeed = await uploadSpeed(page);
  await setSpeed(1_000_000);
  await upload.locator('[name=fichier]').setInputFiles(file);
  await waitForProgress(page, 50);
  await portal.stopServer('SIGKILL');
  await expect(upload.getByText('Envoi interrompu')).toBeVisible();
  await portal.startServer();
  await setSpeed(-1);
  const pieces = recordPieces(context);
  await upload.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.locator('main .attachment__name')).toHaveText(['dix-megaoctets.pdf']);
  expect(pieces[0], 'the first half is not sent again').toBeGreaterThanOrEqual(MAX_BYTES / 2);
  await openSummary(page);
  await sendQuestion(page);
  await expect(page.locator('main')).toContainText(createHash('sha256').update(file.buffer).digest('hex'));
});

test('un envoi coupé nomme son fichier, garde les autres et la page, et se reprend', async ({ page, portal, check }) => {
  const files = page.locator('main .attachment__name');
  const upload = form(page, '/televersement/');
  const lines = upload.locator('[data-upload-list] li');
  await attachAndWait(page, '', pdf('deja-la.pdf'));
  const setSpeed = await uploadSpeed(page);
  await setSpeed(500_000);
  const said = await recordAnnouncements(page);
  await upload.locator('[name=fichier]').setInputFiles([exactly('coupee.pdf', 4_000_000), pdf('suivante.pdf')]);
  await waitForProgress(page, 25);
  await portal.stopServer('SIGKILL');
  await expect(upload.locator('.field__error')).toContainText(/coupee\.pdf.*interrompu.*suivante\.pdf.*interrompu/s);
  await expect(lines).toHaveCount(2);
  await expect(lines.first()).toContainText(/coupee\.pdf.*Envoi interrompu/s);
  for (const name of ['coupee.pdf', 'suivante.pdf']) {
    const interruptions = async () => (await said()).filter((text) => text.includes(`« ${name} » a été interrompu`)).length;
    await expect.poll(interruptions).toBe(1);
  }
  await expect(files).toHaveText(['deja-la.pdf']);
  await check(page);
  await portal.startServer();
  await setSpeed(-1);
  await upload.getByRole('button', { name: /Réessayer.*coupee\.pdf/ }).click();
  await expect(files).toHaveText(['deja-la.pdf', 'coupee.pdf']);
  await expect(upload.locator('.field__error')).toHaveText(/^L’envoi du fichier «\s*suivante\.pdf\s*» a été interrompu/);
  await upload.getByRole('button', { name: /Réessayer.*suivante\.pdf/ }).click();
  await expect(files).toHaveText(['deja-la.pdf', 'coupee.pdf', 'suivante.pdf']);
  await expect(page.locator('[data-announce]')).toHaveText('« suivante.pdf » a été ajouté.');
  await expect(lines).toHaveCount(0);
  await expect(upload.locator('.field__error')).toBeHidden();
});

test('un envoi coupé par le rechargement de la page se termine quand on choisit de nouveau le fichier', async ({ page, context, check }) => {
  const upload = form(page, '/televersement/');
  const left = page.locator('[data-unfinished]');
  // A file on the disk keeps its date when it is chosen again.
  const file = test.info().outputPath('rechargee.pdf');
  writeFileSync(file, exactly('rechargee.pdf', 4_000_000).buffer);
  const setSpeed = await uploadSpeed(page);
  await setSpeed(500_000);
  await upload.locator('[name=fichier]').setInputFiles(file);
  await waitForProgress(page, 25);
  await page.reload();
  await expect(left).toContainText(/rechargee\.pdf.*Envoi non terminé.*Choisissez de nouveau ce fichier/s);
  await check(page);
  await setSpeed(-1);
  const pieces = recordPieces(context);
  await upload.locator('[name=fichier]').setInputFiles(file);
  await expect(page.locator('main .attachment__name')).toHaveText(['rechargee.pdf']);
  expect(pieces.length, 'the pieces that the portal has are not sent again').toBeLessThan(8);
  await expect(left).toHaveCount(0);
});

test('un envoi non terminé se retire', async ({ page }) => {
  const upload = form(page, '/televersement/');
  const setSpeed = await uploadSpeed(page);
  await setSpeed(500_000);
  await upload.locator('[name=fichier]').setInputFiles(exactly('abandonnee.pdf', 4_000_000));
  await waitForProgress(page, 25);
  await page.reload();
  await page.getByRole('button', { name: 'Retirer l’envoi du fichier abandonnee.pdf' }).click();
  await expect(page.locator('main')).toContainText('Envoi retiré.');
  await expect(page.locator('[data-unfinished]')).toHaveCount(0);
});

test('un envoi annulé disparaît et laisse la place aux autres', async ({ page, check }) => {
  const upload = form(page, '/televersement/');
  const lines = upload.locator('[data-upload-list] li');
  const setSpeed = await uploadSpeed(page);
  await setSpeed(300_000);
  const said = await recordAnnouncements(page);
  await upload.locator('[name=fichier]').setInputFiles([exactly('annulee.pdf', 9_500_000), pdf('suivante.pdf')]);
  await expect(lines).toHaveCount(2);
  await waitForProgress(page, 5);
  await check(page);
  const cancelled = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/annulation'));
  await upload.getByRole('button', { name: /Annuler.*annulee\.pdf/ }).click();
  await cancelled;
  await setSpeed(-1);
  await expect(page.locator('main .attachment__name')).toHaveText(['suivante.pdf']);
  await expect(lines).toHaveCount(0);
  expect((await said()).filter((text) => text.includes('L’envoi de « annulee.pdf » est annulé.')).length).toBe(1);
  await page.reload();
  await expect(page.locator('main .attachment__name')).toHaveText(['suivante.pdf']);
});

test('un envoi dont la réponse n’est pas du portail n’est pas dit ajouté', async ({ page }) => {
  const upload = form(page, '/televersement/');
  await replaceAnswers(page, '**/televersement/**', 200);
  await attach(page, '', pdf('portail-captif.pdf'));
  await expect(upload.locator('.field__error')).toContainText(/portail-captif\.pdf.*interrompu/s);
  await expect(upload.getByRole('button', { name: 'Réessayer' })).toBeVisible();
});
