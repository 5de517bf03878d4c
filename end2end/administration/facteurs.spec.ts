import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail, signInStaff, signOut } from '../steps/account.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';
import { AuthenticatorApp, readRecoveryCodes } from '../steps/mfa.ts';
import { Authenticator } from '../steps/passkeys.ts';

test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]',
    PRODOUANE__STAFF__STRONG_FACTOR_REQUIRED: 'true',
  },
  expectedErrors: [/Failed to load resource/],
});

test('un administrateur ajoute une application, qui lui est demandée et lui permet d’administrer', async ({ page, portal, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await page.goto('/administration/equipe/nouveau');
  await expect(page.locator('main')).toContainText('une application d’authentification ou une clé d’accès');
  await check(page);
  await page.locator('main').getByRole('link', { name: 'Ma sécurité' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ma sécurité');
  await check(page);
  await page.getByRole('link', { name: 'Ajouter une application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ajouter une application');
  await check(page);
  await send(page, '/form/equipe-ajouter-application', { nom: 'Téléphone', code: '000000' });
  await expectProblem(page, 'code', /inexact/);
  const application = new AuthenticatorApp(await page.locator('#cle').innerText());
  await send(page, '/form/equipe-ajouter-application', { nom: 'Téléphone', code: application.nextCode() });
  const [recoveryCode] = await readRecoveryCodes(page);
  await check(page);
  await page.getByRole('link', { name: 'J’ai noté mes codes' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ma sécurité');
  await expect(page.locator('main')).toContainText('Téléphone');
  await check(page);
  await page.goto('/administration/equipe/nouveau');
  await expect(form(page, '/form/creer-membre')).toBeVisible();
  await signOut(page);

  const mails = (await portal.simulator.mails(administrator.email)).length;
  await page.goto('/equipe/connexion');
  const typed = { identifiant: administrator.identifiant, mot_de_passe: administrator.password };
  await send(page, '/form/equipe-connexion', typed);
  await expect(page.locator('main')).toContainText('application d’authentification');
  await check(page);
  await send(page, '/form/equipe-connexion-code', { code: application.lastCode() });
  await expectProblem(page, 'code', /a déjà servi/);
  await send(page, '/form/equipe-connexion-code', { code: application.nextCode() });
  await expect(page).toHaveURL(/\/equipe$/);
  expect(await portal.simulator.mails(administrator.email)).toHaveLength(mails);

  // The trail has the change; a recovery code replaces the application once.
  await page.goto('/administration/journal');
  await expect(page.locator('main')).toContainText('Second facteur ajouté');
  await signOut(page);
  await page.goto('/equipe/connexion');
  await send(page, '/form/equipe-connexion', typed);
  await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
  await expect(page).toHaveURL(/moyen=secours/);
  await check(page);
  await send(page, '/form/equipe-connexion-code', { code: recoveryCode! });
  await expect(page).toHaveURL(/\/equipe$/);

  // Without it, codes are mailed again.
  await page.goto('/equipe/securite');
  await page.getByRole('link', { name: /^Retirer l’application/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Retirer une application');
  await check(page);
  await submit(form(page, '/form/equipe-retirer-application'));
  await expect(page.locator('main')).toContainText('est retirée');
  await signOut(page);
  await signInStaff(page, portal, administrator, /\/equipe$/);
});

test('un agent se connecte avec une clé d’accès, que l’administrateur retire', async ({ page, portal, scripts, check }) => {
  test.skip(!scripts, 'une clé d’accès exige des scripts');
  const adviser = await createMember(portal, 'Colin', 'adviser');
  const authenticator = await Authenticator.add(page);
  await authenticator.setUserVerified(true);
  await signInStaff(page, portal, adviser, /\/(equipe|plateau)$/);
  await page.goto('/equipe/securite/cle');
  await check(page);
  await send(page, '/form/equipe-ajouter-cle', { nom: 'Ordinateur du bureau' });
  await readRecoveryCodes(page);
  await signOut(page);
  await page.goto('/equipe/connexion');
  await send(page, '/form/equipe-connexion', { identifiant: adviser.identifiant, mot_de_passe: adviser.password });
  await expect(page.locator('h1')).toContainText('Clé d’accès');
  await check(page);
  await submit(form(page, '/form/equipe-connexion-code'));
  await expect(page).toHaveURL(/\/(equipe|plateau)$/);
  await signOut(page);

  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await page.goto('/equipe/securite/application');
  const application = new AuthenticatorApp(await page.locator('#cle').innerText());
  await send(page, '/form/equipe-ajouter-application', { nom: 'Téléphone', code: application.nextCode() });
  await readRecoveryCodes(page);
  await page.goto('/administration');
  await page.getByRole('link', { name: `${adviser.prenom} ${adviser.nom}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(adviser.nom);
  await check(page);
  await submit(form(page, '/form/effacer-facteurs'));
  await expect(page.locator('main')).toContainText('Les seconds facteurs sont retirés');
  await check(page);
  await signOut(page);
  const mails = (await portal.simulator.mails(adviser.email)).length;
  await page.goto('/equipe/connexion');
  await send(page, '/form/equipe-connexion', { identifiant: adviser.identifiant, mot_de_passe: adviser.password });
  await send(page, '/form/equipe-connexion-code', { code: await codeFromMail(portal, adviser, mails) });
  await expect(page).toHaveURL(/\/(equipe|plateau)$/);
});
