import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { expectProblem, send } from '../steps/form.ts';
import { moduleReady } from '../steps/network.ts';
import { signInByRequest } from '../steps/requests.ts';
import { NO_VALIDITY, validitySince } from '../steps/validity.ts';

test.describe('authentification périmée', () => {
  // Restarting the server with another validity of authentication preserves the sessions.
  test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

  test('un changement sensible redemande le mot de passe si la connexion est ancienne', async ({ page, portal, scripts, check }) => {
    const person = await createAccount(portal);
    await signInByRequest(page, portal, person);
    const signedIn = Date.now();
    await portal.restart(NO_VALIDITY);
    for (const path of ['/profil/securite/niveau', '/profil/mot-de-passe', '/profil/courriel/adresse', '/profil/rattachements/dgddi/detacher', '/profil/donnees', '/profil/suppression']) {
      await page.goto(path);
      await expect(page, path).toHaveURL(/\/connexion\/preuve\?retour=/);
    }
    await page.goto('/profil/securite/niveau');
    await check(page);
    await send(page, '/form/preuve', { mot_de_passe: 'Faux-mot-de-passe-1' });
    await expectProblem(page, 'mot_de_passe', /mot de passe/);
    await check(page);
    if (scripts) await moduleReady(page);
    await portal.restart(validitySince(signedIn));
    await send(page, '/form/preuve', { mot_de_passe: person.password });
    await expect(page).toHaveURL(/\/profil\/securite\/niveau$/);
  });
});
