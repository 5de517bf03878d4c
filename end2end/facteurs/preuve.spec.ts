import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { expectProblem, send } from '../steps/form.ts';
import { signedIn } from '../steps/scene.ts';

test.describe('preuve vite périmée', () => {
  // Long enough for one page after a proof, on a slow machine too.
  test.use({ ownPortal: true, configuration: { PRODOUANE__SESSIONS__PROOF_SECONDS: '8' } });

  test('un changement sensible redemande le mot de passe quand la preuve est ancienne', async ({ page, portal, check }) => {
    const person = await createAccount(portal);
    await signedIn(page, portal, person);
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
