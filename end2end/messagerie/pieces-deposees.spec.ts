import type { JSHandle, Page } from '@playwright/test';
import { disguised, pdf, png, type UploadedFile } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { form } from '../steps/form.ts';
import { prepareAttachments } from '../steps/question.ts';

test.use({ expectedErrors: [/status of 422/] });

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, les fichiers se choisissent');

test.beforeEach(({ page, portal }) => prepareAttachments(page, portal));

/** What a browser hands over with files that are dropped or pasted. */
async function transfer(page: Page, files: UploadedFile[], text = ''): Promise<JSHandle<DataTransfer>> {
  const contents = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  return page.evaluateHandle(
    ({ contents, text }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of contents) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      if (text) data.setData('text/plain', text);
      return data;
    },
    { contents, text },
  );
}

test('des fichiers déposés sur le formulaire sont joints, un fichier refusé est nommé', async ({ page, check }) => {
  const upload = form(page, '/televersement/');
  const dataTransfer = await transfer(page, [pdf('deposee.pdf'), disguised('refusee.pdf')]);
  await expect(upload.getByText('déposer des fichiers ici')).toBeVisible();
  await upload.dispatchEvent('dragover', { dataTransfer });
  await expect(upload).toHaveAttribute('data-over', '');
  await upload.dispatchEvent('drop', { dataTransfer });
  await expect(upload).not.toHaveAttribute('data-over');
  await expect(page.locator('main .attachment__name')).toHaveText(['deposee.pdf']);
  await expect(upload.locator('.field__error')).toContainText(/refusee\.pdf.{1,3}ne correspond pas/s);
  await check(page);
});

test('un fichier choisi dans une fenêtre ouverte avant l’ajout d’un autre n’est pas perdu', async ({ page }) => {
  const upload = form(page, '/televersement/');
  const opened = page.waitForEvent('filechooser');
  await upload.locator('[name="fichier"]').click();
  const chooser = await opened;
  await upload.dispatchEvent('drop', { dataTransfer: await transfer(page, [pdf('premiere.pdf')]) });
  await expect(page.locator('main .attachment__name')).toHaveText(['premiere.pdf']);
  await chooser.setFiles(pdf('seconde.pdf'));
  await expect(page.locator('main .attachment__name')).toHaveText(['premiere.pdf', 'seconde.pdf']);
});

test('un fichier déposé à côté du formulaire ne remplace pas la page', async ({ page }) => {
  const dataTransfer = await transfer(page, [pdf('a-cote.pdf')]);
  const prevented = await page.evaluate((dataTransfer) => {
    const over = new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true });
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
    const title = document.querySelector('#titre')!;
    return [over, drop].map((event) => !title.dispatchEvent(event));
  }, dataTransfer);
  expect(prevented).toEqual([true, true]);
  await expect(page.locator('[data-upload-list] li')).toHaveCount(0);
});

test('une image collée dans la page est jointe, un texte collé reste un texte', async ({ page }) => {
  const paste = async (files: UploadedFile[], text = '') =>
    page.evaluate((clipboardData) => {
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      return !document.querySelector('main')!.dispatchEvent(event);
    }, await transfer(page, files, text));
  expect(await paste([], 'du texte')).toBe(false);
  expect(await paste([png('image.png')], 'du texte et son image'), 'text of an office program').toBe(false);
  expect(await paste([png('capture.png')])).toBe(true);
  await expect(page.locator('main .attachment__name')).toHaveText(['capture.png']);
});
