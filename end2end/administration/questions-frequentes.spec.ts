import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, expectValues, form, send, submit } from '../steps/form.ts';

test('un rédacteur écrit une question fréquente, la relit, la publie et la retire', async ({ page, portal, check }) => {
  const words = `zanzibar${Date.now() % 100000}`.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
  await page.goto(`/faq?recherche=${words}`);
  await expect(page.locator('main')).toContainText('Aucune réponse trouvée');

  const editor = await createMember(portal, 'Regis', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await check(page);
  await page.goto('/equipe/faq');
  const main = page.locator('main');
  await check(page);

  // A search that no text answered leads to a new text.
  await main.getByRole('link', { name: 'Recherches sans réponse' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recherches sans réponse');
  await check(page);
  await main.getByRole('link', { name: words }).click();
  await expectValues(page, '/form/creer-question-frequente', { mots: words });
  await check(page);
  await send(page, '/form/creer-question-frequente', {
    question: `Où est le ${words} ?`,
    reponse: 'Dans le [port](port), **au fond**.',
    theme: 'portail',
    responsable: 'Bureau des essais',
  });
  await expectProblem(page, 'reponse', /marque est incomplète/);
  await expectValues(page, '/form/creer-question-frequente', { responsable: 'Bureau des essais' });
  await check(page);
  await send(page, '/form/creer-question-frequente', { reponse: 'Dans l’[aide](/aide), **au fond**.' });
  await expect(page).toHaveURL(/\/equipe\/faq\/question\/ou-est-le-/);
  await expect(main).toContainText('enregistrée comme brouillon');
  await check(page);
  const entry = page.url();
  const id = new URL(entry).pathname.split('/').pop()!;
  expect((await page.request.get(`/faq/${id}`)).status()).toBe(404);

  await main.getByRole('link', { name: 'Aperçu', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Où est le ${words} ?`);
  await expect(main.locator('.prose strong')).toHaveText('au fond');
  await expect(main).toContainText('Mis à jour le');
  await check(page);

  await page.goto(entry);
  await send(page, '/form/publier-question-frequente', { quand: 'date', jour: '2020-01-01' });
  await expectProblem(page, 'jour', /jour à venir/);
  await check(page);
  await send(page, '/form/publier-question-frequente', { quand: 'date', jour: '2099-12-31' });
  await expect(main).toContainText('sera publiée le 31');
  await expect(main).toContainText('Publication prévue');
  await check(page);
  await submit(form(page, '/form/annuler-publication'));
  await expect(main).toContainText('La publication est annulée');
  await send(page, '/form/publier-question-frequente', { quand: 'maintenant' });
  await expect(main).toContainText('La version est publiée');
  await check(page);

  await page.goto(`/faq?recherche=${words}`);
  await main.getByRole('link', { name: `Où est le ${words} ?` }).click();
  await expect(main).toContainText('Mis à jour le');
  await submit(form(page, '/form/faq-utile'));
  await expect(main).toContainText('Merci');
  await page.goto(entry);
  await expect(main).toContainText('1 oui, 0 non');

  await submit(form(page, '/form/retirer-question-frequente'));
  await expect(main).toContainText('La question est retirée du site');
  expect((await page.request.get(`/faq/${id}`)).status()).toBe(404);
  await check(page);
  await submit(form(page, '/form/reprendre-version'));
  await expect(main).toContainText('repris dans un nouveau brouillon');
  await page.goto(`/equipe/faq?etat=brouillon&recherche=${words}`);
  await expect(main.locator('tbody tr')).toHaveCount(1);
  await check(page);
});

test('deux rédacteurs ne s’écrasent pas', async ({ page, portal, check }) => {
  const editor = await createMember(portal, 'Regis', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await page.goto('/equipe/faq?recherche=TRIGO');
  await page.locator('main tbody a').first().click();
  await expect(page).toHaveURL(/\/equipe\/faq\/question\//);
  const entry = page.url();
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  const second = await createMember(portal, 'Odile', 'editor');
  await signInStaff(other, portal, second, /\/equipe$/);
  await page.goto(`${entry}/modifier`);
  await check(page);
  await other.goto(`${entry}/modifier`);
  await send(other, '/form/modifier-question-frequente', { reponse: 'La réponse d’Odile.' });
  await expect(other.locator('main')).toContainText('Le brouillon est enregistré');
  await context.close();

  await send(page, '/form/modifier-question-frequente', { reponse: 'La réponse de Régis.' });
  await expect(page.locator('main')).toContainText('enregistrée entre-temps par « Odile');
  await expectValues(page, '/form/modifier-question-frequente', { reponse: 'La réponse de Régis.' });
  await check(page);
  // The page has shown the version of the other: saving again replaces it.
  await submit(form(page, '/form/modifier-question-frequente'));
  await expect(page.locator('main')).toContainText('Le brouillon est enregistré');
  await expect(page.locator('main tbody tr').first()).toContainText('Regis');
});
