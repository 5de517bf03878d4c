import { disguised, pdf } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { recordAnnouncements } from '../steps/announcements.ts';
import { attach, attachAndWait, prepareAttachments } from '../steps/question.ts';

test.use({ expectedErrors: [/status of 422/] });

test.beforeEach(({ page, portal }) => prepareAttachments(page, portal));

test('un fichier ajouté et un fichier refusé sont annoncés une fois', async ({ page, scripts, check }) => {
  if (!scripts) {
    await attachAndWait(page, '', pdf('annonce.pdf'));
    await expect(page.locator('main .notice[role=status]')).toContainText('« annonce.pdf » a été ajouté.');
    await check(page);
    return;
  }
  const said = await recordAnnouncements(page);
  await attachAndWait(page, '', pdf('annonce.pdf'));
  await expect.poll(async () => (await said()).filter((text) => text.includes('« annonce.pdf » a été ajouté.')).length).toBe(1);
  expect((await said()).filter((text) => text.includes('Envoi de « annonce.pdf » en cours')).length).toBe(1);
  await attach(page, '', disguised('refusee.pdf'));
  await expect(page.locator('main')).toContainText(/refusee\.pdf.{1,3}ne correspond pas/s);
  await expect.poll(async () => (await said()).filter((text) => /refusee\.pdf.{1,3}ne correspond pas/s.test(text)).length).toBe(1);
});

test('les annonces survivent à la traduction de la page', async ({ page, scripts }) => {
  test.skip(!scripts, 'sans script, la page suivante porte le message');
  await attachAndWait(page, '', pdf('avant.pdf'));
  const announced = page.locator('[data-announce]');
  await expect(announced).toContainText('avant.pdf');
  // As translators of pages do: the text nodes are replaced by elements.
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts.filter((text) => text.data.trim() && !text.parentElement!.closest('script, style'))) {
      const outer = document.createElement('font');
      outer.appendChild(document.createElement('font')).textContent = `[${text.data}]`;
      text.replaceWith(outer);
    }
  });
  await attachAndWait(page, '', pdf('apres.pdf'));
  await expect(announced).toHaveText('« apres.pdf » a été ajouté.');
  await page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: /Messagerie/ }).click();
  await expect(announced).toContainText('Messagerie');
});
