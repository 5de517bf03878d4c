import { createAccount } from '../portal/people.ts';
import { freePort } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { code, signIn, signOut } from '../steps/account.ts';
import { send } from '../steps/form.ts';
import { CLIENT, signInThere, startProvider } from './fournisseur.ts';

const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;

test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__PARTNERS__DGDDI__BASE_URL: issuer,
    PRODOUANE__PARTNERS__DGDDI__CLIENT_ID: CLIENT.id,
    PRODOUANE__PARTNERS__DGDDI__CLIENT_SECRET: CLIENT.secret,
    PRODOUANE__PARTNERS__DGDDI__API_TOKEN: CLIENT.contract,
  },
  // Its pages ask for a font of another site, which is not given.
  expectedErrors: [/ERR_FAILED|fonts\.googleapis/],
});

test('un fournisseur indépendant sert de copropriétaire', async ({ page, portal }) => {
  const provider = await startProvider(port, portal.address);
  try {
    await page.route(/^https:/, (route) => route.abort());
    const person = await createAccount(portal, 'Fanny');
    await signIn(page, portal, person);

    // Linked by who proves it there; its rights are there at once.
    await page.goto('/profil/rattachements');
    await page.getByRole('button', { name: 'Rattacher mon compte douane.gouv.fr' }).click();
    await signInThere(page, issuer, person.identifiant);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page).toHaveURL(/\/profil\/rattachements/);
    await expect(page.locator('main')).toContainText('1 sur une entreprise');
    await expect(page.getByRole('banner')).toContainText('Comptoir indépendant (fictif)');
    await signOut(page);

    // Its session there opens the portal without a password; the new device is asked its code all the same.
    await page.goto('/connexion');
    const known = (await portal.simulator.mails(person.email)).length;
    await page.getByRole('button', { name: 'Continuer avec mon compte douane.gouv.fr' }).click();
    await expect(page).toHaveURL(/\/connexion\/code/);
    await send(page, '/form/connexion-code', { code: await code(portal, person, known) });
    await expect(page).toHaveURL(/\/connexion\/confirmation/);
  } finally {
    await provider.stop();
  }
});
