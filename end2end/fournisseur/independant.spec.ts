import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { freePort } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { code, signIn } from '../steps/account.ts';
import { send } from '../steps/form.ts';
import { CLIENT, signInThere, startProvider } from './fournisseur.ts';

const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;

test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__IDENTITY__FRANCECONNECT__ISSUER: issuer,
    PRODOUANE__IDENTITY__FRANCECONNECT__CLIENT_ID: CLIENT.id,
    PRODOUANE__IDENTITY__FRANCECONNECT__CLIENT_SECRET: CLIENT.secret,
  },
  // Its pages ask for a font of another site, which is not given.
  expectedErrors: [/ERR_FAILED|fonts\.googleapis/],
});

function withFranceConnect(page: Page): Promise<void> {
  return page.getByRole('button', { name: /FranceConnect/ }).click();
}

test('un fournisseur indépendant connecte et déconnecte', async ({ page, portal, check }) => {
  const provider = await startProvider(port, portal.address);
  try {
    await page.route(/^https:/, (route) => route.abort());
    const person = await createAccount(portal, 'Fanny');

    // Known to nobody: the registration is filled in.
    await page.goto('/connexion');
    await withFranceConnect(page);
    await signInThere(page, issuer, person.identifiant);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page).toHaveURL(/\/connexion\/premiere-fois/);
    await page.getByRole('link', { name: 'Créer mon compte' }).click();
    await expect(page.locator('[name="prenom"]')).toHaveValue('Fanny');
    await expect(page.locator('[name="email"]')).toHaveValue(`${person.identifiant}@exemple.test`);
    await check(page);

    // Attached by the owner of an account, from their profile.
    await signIn(page, portal, person);
    await page.goto('/profil/securite');
    await withFranceConnect(page);
    await signInThere(page, issuer, person.identifiant);
    await expect(page).toHaveURL(/\/profil\/securite/);
    await expect(page.locator('main')).toContainText('Fanny Essai');
    await page.locator('form[action="/form/deconnexion"] button').click();
    await expect(page).toHaveURL(/\/deconnexion$/);

    // Signs in: the provider for the password, the code for the new device.
    await page.goto('/connexion');
    const known = (await portal.simulator.mails(person.email)).length;
    await withFranceConnect(page);
    await expect(page).toHaveURL(/\/connexion\/code/);
    await send(page, '/form/connexion-code', { code: await code(portal, person, known) });
    await expect(page).toHaveURL(/\/connexion\/confirmation/);

    // Signs out here and there: the provider knows nobody any more.
    await page.locator('form[action="/form/deconnexion"] button').click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await expect(page).toHaveURL(new RegExp(`^${portal.address}/deconnexion$`));
    await page.goto('/connexion');
    await withFranceConnect(page);
    await expect(page.locator('[name="login"]')).toBeVisible();
  } finally {
    await provider.stop();
  }
});
