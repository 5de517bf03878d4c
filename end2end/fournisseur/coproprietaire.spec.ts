import { createAccount } from '../portal/people.ts';
import { freePort } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail, signIn, signOut } from '../steps/account.ts';
import { send } from '../steps/form.ts';
import { CLIENT, signInAtProvider, startProvider } from './fournisseur.ts';

const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;

test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__CO_OWNERS__DGDDI__BASE_URL: issuer,
    PRODOUANE__CO_OWNERS__DGDDI__CLIENT_ID: CLIENT.id,
    PRODOUANE__CO_OWNERS__DGDDI__CLIENT_SECRET: CLIENT.secret,
    PRODOUANE__CO_OWNERS__DGDDI__API_TOKEN: CLIENT.apiToken,
  },
  // The provider's pages request a font from another site, which is blocked.
  expectedErrors: [/ERR_FAILED|fonts\.googleapis/],
});

test('un fournisseur indépendant peut servir de copropriétaire', async ({ page, portal }) => {
  const provider = await startProvider(port, portal.address);
  try {
    await page.route(/^https:/, (route) => route.abort());
    const person = await createAccount(portal, 'Fanny');
    await signIn(page, portal, person);

    // Linking after authentication at the provider; its rights apply immediately.
    await page.goto('/profil/rattachements');
    await page.getByRole('button', { name: 'Rattacher mon compte douane.gouv.fr' }).click();
    await signInAtProvider(page, issuer, person.identifiant);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page).toHaveURL(/\/profil\/rattachements/);
    await expect(page.locator('main')).toContainText('1 habilitation, 1 entreprise');
    await expect(page.getByRole('banner')).toContainText('Comptoir indépendant (fictif)');
    await signOut(page);

    // The provider's session replaces the password; the new device still requires a code.
    await page.goto('/connexion');
    const mailCount = (await portal.simulator.mails(person.email)).length;
    await page.getByRole('button', { name: 'Continuer avec mon compte douane.gouv.fr' }).click();
    await expect(page).toHaveURL(/\/connexion\/code/);
    await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
    await expect(page).toHaveURL(/\/connexion\/confirmation/);
  } finally {
    await provider.stop();
  }
});
