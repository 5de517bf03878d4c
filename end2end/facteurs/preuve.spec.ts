import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { expectProblem, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test.describe('authentification vite périmée', () => {
  // Long enough to load one page after re-authentication, even on a slow machine.
  test.use({ ownPortal: true, configuration: { PRODOUANE__SESSIONS__REAUTHENTICATION_SECONDS: '8' } });

  test('un changement sensible redemande le mot de passe si la connexion est ancienne', async ({ page, portal, check }) => {
    const person = await createAccount(portal);
    await signInByRequest(page, portal, person);
    await expect(async () => {
      await page.goto('/profil/securite/niveau');
      await expect(page).toHaveURL(/\/connexion\/preuve\?retour=/, { timeout: 500 });
    }).toPass({ timeout: 30_000 });
    for (const path of ['/profil/mot-de-passe', '/profil/courriel/adresse', '/profil/rattachements/dgddi/detacher', '/profil/donnees', '/profil/suppression']) {
      await page.goto(path);
      await expect(page, path).toHaveURL(/\/connexion\/preuve\?retour=/);
    }
    await page.goto('/profil/securite/niveau');
    await check(page);
    await send(page, '/form/preuve', { mot_de_passe: 'Faux-mot-de-passe-1' });
    await expectProblem(page, 'mot_de_passe', /mot de passe/);
    await check(page);
    await send(page, '/form/preuve', { mot_de_passe: person.password });
    await expect(page).toHaveURL(/\/profil\/securite\/niveau$/);
  });
});
