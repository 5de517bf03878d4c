import { pdf } from '../portal/files.ts';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, ILOT } from '../steps/company.ts';
import { attach, openMotif } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// The script's upload is refused.
test.use({ expectedErrors: [/409/] });

test('une page et un envoi d’une autre entreprise proposent d’en changer', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await openMotif(page, 'garantie-mise-en-place');
  const files = `${page.url()}/pieces`;
  await page.goto(files);
  // In another tab.
  await chooseCompanyByRequest(page, portal, ILOT.siren);
  await attach(page, '', pdf('acte.pdf'));
  await expect(page.locator('h1')).toContainText('concerne une autre entreprise');
  await expect(page.locator('main')).toContainText(`Vous travaillez pour ${ILOT.name}`);
  await check(page);
  await page.getByRole('button', { name: `Travailler pour ${BRUMAIRE.name}` }).click();
  await expect(page).toHaveURL(files);
  await chooseCompanyByRequest(page, portal, ILOT.siren);
  await page.goto(files);
  await expect(page.locator('h1')).toHaveText('Ce brouillon concerne une autre entreprise');
});
