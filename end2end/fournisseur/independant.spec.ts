import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { freePort } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail, signIn } from '../steps/account.ts';
import { send } from '../steps/form.ts';
import { CLIENT, signInAtProvider, startProvider } from './fournisseur.ts';

const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;

test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__IDENTITY__FRANCECONNECT__ISSUER: issuer,
    PRODOUANE__IDENTITY__FRANCECONNECT__CLIENT_ID: CLIENT.id,
    PRODOUANE__IDENTITY__FRANCECONNECT__CLIENT_SECRET: CLIENT.secret,
  },
  // The provider's pages request a font from another site, which is blocked.
  expectedErrors: [/ERR_FAILED|fonts\.googleapis/],
});

function clickFranceConnect(page: Page): Promise<void> {
  return page.getByRole('button', { name: /FranceConnect/ }).click();
}

test('un fournisseur d’identité indépendant connecte et déconnecte', async ({ page, portal, check }) => {
  const provider = await startProvider(port, portal.address);
  try {
    await page.route(/^https:/, (route) => route.abort());
    const person = await createAccount(portal, 'Fanny');

    // Unknown identity: the registration form is pre-filled.
    await page.goto('/connexion');
    await clickFranceConnect(page);
    await signInAtProvider(page, issuer, person.identifiant);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page).toHaveURL(/\/connexion\/premiere-fois/);
    await page.getByRole('link', { name: 'Créer mon compte' }).click();
    await expect(page.locator('[name="prenom"]')).toHaveValue('Fanny');
    await expect(page.locator('[name="email"]')).toHaveValue(`${person.identifiant}@exemple.test`);
    await check(page);

    // Linked by the account's owner, from their profile.
    await signIn(page, portal, person);
    await page.goto('/profil/securite');
    await clickFranceConnect(page);
    await signInAtProvider(page, issuer, person.identifiant);
    await expect(page).toHaveURL(/\/profil\/securite/);
    await expect(page.locator('main')).toContainText('Fanny Essai');
    await page.locator('form[action="/form/deconnexion"] button').click();
    await expect(page).toHaveURL(/\/deconnexion$/);

    // Sign-in: the provider replaces the password, the new device requires a code.
    await page.goto('/connexion');
    const mailCount = (await portal.simulator.mails(person.email)).length;
    await clickFranceConnect(page);
    await expect(page).toHaveURL(/\/connexion\/code/);
    await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
    await expect(page).toHaveURL(/\/connexion\/confirmation/);

    // Sign-out at the portal and at the provider, which then requires a login again.
    await page.locator('form[action="/form/deconnexion"] button').click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await expect(page).toHaveURL(new RegExp(`^${portal.address}/deconnexion$`));
    await page.goto('/connexion');
    await clickFranceConnect(page);
    await expect(page.locator('[name="login"]')).toBeVisible();
  } finally {
    await provider.stop();
  }
});
