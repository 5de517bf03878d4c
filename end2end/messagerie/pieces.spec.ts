import { disguised, empty, exactly, MAX_BYTES, pdf } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { attach, attachAndWait, openSummary, prepareAttachments, sendQuestion } from '../steps/question.ts';

// The browser logs the error statuses of refused files to its console.
test.use({ expectedErrors: [/status of 4(00|13|22)/] });

test.beforeEach(({ page, portal }) => prepareAttachments(page, portal));

test('un fichier de 10 Mo est accepté, un octet de plus est refusé', async ({ page, check }) => {
  await attachAndWait(page, '', exactly('dix-megaoctets.pdf', MAX_BYTES));
  await attach(page, '', exactly('un-octet-de-trop.pdf', MAX_BYTES + 1));
  await expect(page.locator('main')).toContainText(/un-octet-de-trop\.pdf.{1,3}dépasse\s10\sMo/s);
  await page.reload();
  await expect(page.locator('main')).toContainText('dix-megaoctets.pdf');
  await expect(page.locator('main')).not.toContainText('un-octet-de-trop.pdf');
  await check(page);
});

test('un fichier vide, déguisé ou exécutable est refusé', async ({ page, check }) => {
  await attach(page, '', empty('vide.pdf'));
  await expect(page.locator('main')).toContainText(/vide\.pdf.{1,3}est vide/s);
  await attach(page, '', disguised('facture.pdf'));
  await expect(page.locator('main')).toContainText(/facture\.pdf.{1,3}ne correspond pas à son extension/s);
  await attach(page, '', { ...pdf('programme.exe'), mimeType: 'application/octet-stream' });
  await expect(page.locator('main')).toContainText(/programme\.exe.{1,3}n’est pas accepté/s);
  await check(page);
});

test('un nom de fichier trompeur est nettoyé', async ({ page }) => {
  await attach(page, '', pdf('bilan\u202efdp.exe.pdf'));
  const name = page.locator('main .attachment__name');
  await expect(name).toContainText(/bilan.*\.pdf/);
  await expect(name).not.toContainText('\u202e');
});

test('une pièce peut être retirée avant l’envoi', async ({ page }) => {
  await attachAndWait(page, '', pdf('a-garder.pdf'));
  await attachAndWait(page, '', pdf('a-retirer.pdf'));
  await page.locator('main li, main tr').filter({ hasText: 'a-retirer.pdf' }).locator('button').first().click();
  await expect(page.locator('main')).not.toContainText('a-retirer.pdf');
  await openSummary(page);
  await sendQuestion(page);
  await expect(page.locator('.receipt')).toContainText('a-garder.pdf');
});
