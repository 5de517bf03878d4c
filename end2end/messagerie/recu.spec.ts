import { pdf } from '../portal/files.ts';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { attachAndWait, fillDraft, openMotif, openSummary, sendQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Width of the text on an A4 page with the margins of the style sheet, in px of 1/96 inch. */
const PAGE_WIDTH = 672;

test('le reçu imprimé tient dans ses pages, avec sa date et son adresse', async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', {
    siret: BRUMAIRE.siret,
    regime: 'transit',
    montant: '25 000',
    objet: 'Garantie pour un transit',
    message: 'Comment faire ?\n'.repeat(10),
  });
  await attachAndWait(page, '', pdf(`${'un-fichier-au-nom-long-'.repeat(4)}.pdf`));
  await attachAndWait(page, '', pdf('autre-fichier.pdf'));
  await openSummary(page);
  const receipt = `${await sendQuestion(page)}/recu`;

  const printed = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  const pages = printed.match(/\/Type\s*\/Page\b/g)!.length;
  console.log(`printed receipt: ${pages} page(s)`);
  expect(pages).toBeLessThanOrEqual(2);

  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAGE_WIDTH, height: 950 });
  const edition = page.locator('.receipt .print-only');
  await expect(edition).toContainText(receipt);
  await expect(edition).toContainText(/Copie imprimée le \d{1,2}(er)?\s\S+\s\d{4}\sà\s\d{1,2}\sh\s\d{2}/);
  await expect(page.locator('.receipt time').first()).toBeVisible();
  const cut = await page.evaluate((width) => {
    const inside = (element: Element) => element.getBoundingClientRect().right <= width + 1;
    return [...document.querySelectorAll('.receipt *')].filter((element) => !inside(element)).map((element) => element.outerHTML.slice(0, 80));
  }, PAGE_WIDTH);
  expect(cut, 'nothing beyond the right margin').toEqual([]);
});
