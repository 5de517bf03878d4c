import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { expectValues, fill, form, submit } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

const TYPED = { adresse: '12 quai de la Longue Attente' };

test('un formulaire ouvert avec un autre compte n’agit pas, s’explique et garde la saisie', async ({ page, portal, check }) => {
  const author = await createAccount(portal, 'Alix');
  const other = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, author);
  await page.goto('/profil/situation');
  await fill(form(page, '/form/situation'), TYPED);
  // In another tab.
  await signInByRequest(page, portal, other);
  await submit(form(page, '/form/situation'));
  await expect(page.locator('h1')).toHaveText('Un autre compte est connecté');
  await expect(page.locator('main')).toContainText('Vous êtes maintenant connecté en tant que Basile Essai');
  await expect(page.locator('main')).toContainText('La saisie est conservée');
  await expect(page.locator('#entete')).toContainText('Basile Essai');
  await check(page);
  await page.goto('/profil/situation');
  await expectValues(page, '/form/situation', { prenom: 'Basile', adresse: '' });
  await signInByRequest(page, portal, author);
  await page.goto('/profil/situation');
  await expectValues(page, '/form/situation', { prenom: 'Alix', ...TYPED });
});
