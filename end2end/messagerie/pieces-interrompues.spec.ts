import { exactly, pdf } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { form } from '../steps/form.ts';
import { replaceAnswers } from '../steps/network.ts';
import { attach, attachAndWait, prepareAttachments } from '../steps/question.ts';

test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, le navigateur affiche l’erreur de connexion');

test.beforeEach(({ page, portal }) => prepareAttachments(page, portal));

test('un envoi coupé à la moitié nomme son fichier, garde les autres et la page, et se reprend', async ({ page, context, portal, check }) => {
  const files = page.locator('main .attachment__name');
  const upload = form(page, '/televersement/');
  await attachAndWait(page, '', pdf('deja-la.pdf'));
  const network = await context.newCDPSession(page);
  const setUploadSpeed = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  await network.send('Network.enable');
  await setUploadSpeed(500_000);
  await upload.locator('[name=fichier]').setInputFiles([exactly('coupee.pdf', 4_000_000), pdf('suivante.pdf')]);
  await page.waitForFunction(() => document.querySelector<HTMLProgressElement>('[data-upload-progress]')!.value >= 50);
  await portal.stopServer('SIGKILL');
  await expect(upload.locator('.field__error')).toContainText(/coupee\.pdf.*interrompu.*suivante\.pdf.*interrompu/s);
  await expect(page.locator('[data-announce]')).toContainText(/coupee\.pdf.*interrompu/s);
  await expect(files).toHaveText(['deja-la.pdf']);
  await check(page);
  await portal.startServer();
  await setUploadSpeed(-1);
  await upload.getByRole('button', { name: 'Réessayer' }).click();
  await expect(files).toHaveText(['deja-la.pdf', 'coupee.pdf', 'suivante.pdf']);
  await expect(page.locator('[data-announce]')).toHaveText('« coupee.pdf » a été ajouté. « suivante.pdf » a été ajouté.');
  await expect(upload.locator('.field__error')).toBeHidden();
  await expect(upload.getByRole('button', { name: 'Réessayer' })).toBeHidden();
});

test('un envoi dont la réponse n’est pas du portail n’est pas dit ajouté', async ({ page }) => {
  const upload = form(page, '/televersement/');
  await replaceAnswers(page, '**/televersement/**', 200);
  await attach(page, '', pdf('portail-captif.pdf'));
  await expect(upload.locator('.field__error')).toContainText(/portail-captif\.pdf.*interrompu/s);
  await expect(upload.getByRole('button', { name: 'Réessayer' })).toBeVisible();
});
