import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('une question se retrouve par ses mots, à toute forme et dans tout ordre', async ({ page, portal, check }) => {
  const author = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, author);
  await linkByRequest(page, portal, author, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Main-d’œuvre du quai');
  await page.goto('/messagerie');
  const search = page.getByRole('search').filter({ hasText: 'mots des messages' });
  const main = page.locator('main');
  for (const words of ['oeuvres', 'quai oeuvres', 'quai mai']) {
    await search.getByRole('searchbox').fill(words);
    await search.getByRole('button', { name: 'Rechercher' }).click();
    await expect(page).toHaveURL((url) => url.searchParams.get('recherche') === words);
    await expect(main.locator(`a[href="${new URL(question, page.url()).pathname}"]`).first()).toBeVisible();
  }
  await check(page);
  await search.getByRole('searchbox').fill('quai licorne');
  await search.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('recherche') === 'quai licorne');
  await expect(main).not.toContainText('Main-d’œuvre du quai');
  await check(page);
});
