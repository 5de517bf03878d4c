import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, codeFromMail, register, signIn, signOut } from '../steps/account.ts';
import { addAuthenticatorApp, enterPassword, readRecoveryCodes } from '../steps/mfa.ts';
import { expectProblem, expectRefusal, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test('une application ajoutée est demandée à chaque connexion et refuse un code déjà utilisé', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signIn(page, portal, person, true);
  await page.goto('/profil/securite/niveau');
  await check(page);
  await send(page, '/form/changer-niveau', { niveau: 'totp' });
  await expect(page).toHaveURL(/\/profil\/securite\/application\?niveau=totp/);
  await expect(page.locator('main svg[role=img]')).toBeVisible();
  await check(page);
  await send(page, '/form/ajouter-application', { nom: 'Téléphone', code: '000000' });
  await expectProblem(page, 'code', /inexact/);
  await check(page);
  const application = await addAuthenticatorApp(page);
  await readRecoveryCodes(page);
  await check(page);
  await page.goto('/profil/securite/codes-de-secours');
  await expect(page.locator('main')).toContainText(/10\scodes sur\s10/);
  await expect(page.locator('#codes')).toHaveCount(0);
  await check(page);
  await signOut(page);

  // The code is required although the device is trusted.
  await enterPassword(page, person);
  await expect(page.locator('main')).toContainText('application d’authentification');
  await check(page);
  await send(page, '/form/connexion-code', { code: application.lastCode() });
  await expectProblem(page, 'code', /a déjà servi/);
  await check(page);
  await send(page, '/form/connexion-code', { code: application.nextCode() });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('un code de secours ouvre le compte une seule fois', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/application?niveau=totp');
  await addAuthenticatorApp(page);
  const [first] = await readRecoveryCodes(page);
  await page.locator('main a.button').click();
  await signOut(page);

  await enterPassword(page, person);
  await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
  await expect(page).toHaveURL(/moyen=secours/);
  await check(page);
  await send(page, '/form/connexion-code', { code: 'AAAA-BBBB' });
  await expectProblem(page, 'code', /16 lettres/);
  await send(page, '/form/connexion-code', { code: first!.toLowerCase() });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await page.goto('/profil/securite/codes-de-secours');
  await expect(page.locator('main')).toContainText(/9\scodes sur\s10/);
  await signOut(page);
  await enterPassword(page, person);
  await page.goto('/connexion/code?moyen=secours');
  await send(page, '/form/connexion-code', { code: first! });
  await expectProblem(page, 'code', /a déjà servi/);
});

test('le niveau choisi à l’inscription doit être mis en place avant toute autre page', async ({ page, portal, check }) => {
  const person = newPerson();
  await register(page, person, 'totp');
  await activate(page, portal, person);
  await enterPassword(page, person);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person) });
  await expect(page).toHaveURL(/\/profil\/securite\/application/);
  await check(page);
  for (const path of ['/tableau-de-bord', '/profil/rattachements', '/profil/securite/niveau']) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/profil\/securite\/application/);
  }
  await addAuthenticatorApp(page);
  await readRecoveryCodes(page);
  await page.locator('main a.button').click();
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('une application peut être retirée, sauf la dernière exigée par le niveau', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/application?niveau=totp');
  await addAuthenticatorApp(page);
  await page.goto('/profil/securite');
  await page.getByRole('link', { name: /^Retirer l’application/ }).click();
  await check(page);
  await send(page, '/form/retirer-application');
  await expectRefusal(page, /changez de niveau/);
  await check(page);
  await page.goto('/profil/securite/niveau');
  await send(page, '/form/changer-niveau', { niveau: 'mot_de_passe' });
  await expect(page).toHaveURL(/\/profil\/securite$/);
  await check(page);
  await page.getByRole('link', { name: /^Retirer l’application/ }).click();
  await send(page, '/form/retirer-application');
  await expect(page.locator('main')).toContainText('est retirée');
});
