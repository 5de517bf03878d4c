import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, codeFromMail, register, signOut } from '../steps/account.ts';
import { addAuthenticatorApp, enterPassword, readRecoveryCodes } from '../steps/mfa.ts';
import { expectRefusal, form, send, submit } from '../steps/form.ts';
import { Authenticator } from '../steps/passkeys.ts';
import { signInByRequest } from '../steps/requests.ts';

test('une clé d’accès est ajoutée, sert de second facteur puis seule, et est retirée', async ({ page, portal, scripts, check }) => {
  test.skip(!scripts, 'une clé d’accès exige des scripts');
  const person = await createAccount(portal);
  const authenticator = await Authenticator.add(page);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/niveau');
  await expect(page.locator('main')).toContainText('la clé ne fonctionne qu’avec Prodouane');
  await check(page);
  await send(page, '/form/changer-niveau', { niveau: 'cle' });
  await expect(page).toHaveURL(/\/profil\/securite\/cle\?niveau=cle/);
  await check(page);
  await authenticator.setUserVerified(false);
  await send(page, '/form/ajouter-cle', { nom: 'Ordinateur de démonstration' });
  await expectRefusal(page, /annulée ou a pris trop de temps/);
  await check(page);
  await authenticator.setUserVerified(true);
  await submit(form(page, '/form/ajouter-cle'));
  await readRecoveryCodes(page);
  await signOut(page);

  // As second factor.
  await enterPassword(page, person);
  await expect(page.locator('h1')).toHaveText('Clé d’accès');
  await check(page);
  await submit(form(page, '/form/connexion-code'));
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await signOut(page);

  // Alone; its answer cannot be replayed.
  await page.goto('/connexion');
  await check(page);
  const signInRequest = page.waitForRequest((request) => request.url().endsWith('/form/connexion-cle'));
  await submit(form(page, '/form/demander-cle'));
  const signIn = await signInRequest;
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await signOut(page);
  await page.goto('/connexion');
  await authenticator.setUserVerified(false);
  await submit(form(page, '/form/demander-cle'));
  await expectRefusal(page, /annulée ou a pris trop de temps/);
  await check(page);
  for (let attempt = 0; attempt < 2; attempt++) {
    const replay = await page.request.post('/form/connexion-cle', {
      data: signIn.postData()!,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: portal.address },
      maxRedirects: 0,
    });
    expect(replay.headers()['location']).toMatch(/^\/connexion\/cle/);
    await page.goto('/profil');
    await expect(page).toHaveURL(/\/connexion\?/);
  }
  // The page has a new challenge and shows the problem; it does not start the key automatically.
  await authenticator.setUserVerified(true);
  await page.goto('/connexion');
  await submit(form(page, '/form/demander-cle'));
  await expectRefusal(page, /a déjà servi/);
  await submit(form(page, '/form/connexion-cle'));
  await expect(page).toHaveURL(/\/connexion\/confirmation/);

  // The last key cannot be removed at its level, but can at a lower level.
  await page.goto('/profil/securite');
  await check(page);
  await page.getByRole('link', { name: 'Retirer la clé Ordinateur de démonstration' }).click();
  await check(page);
  await submit(form(page, '/form/retirer-cle'));
  await expectRefusal(page, /Ajoutez-en une autre, ou changez de niveau/);
  await page.goto('/profil/securite/niveau');
  await send(page, '/form/changer-niveau', { niveau: 'mot_de_passe' });
  await page.getByRole('link', { name: 'Retirer la clé Ordinateur de démonstration' }).click();
  await submit(form(page, '/form/retirer-cle'));
  await expect(page.locator('main')).toContainText('est retirée de votre compte');
});

test('la clé d’accès choisie à l’inscription doit être ajoutée ou remplacée avant toute autre page', async ({ page, portal, scripts, check }) => {
  const person = newPerson();
  await register(page, person, 'cle');
  await activate(page, portal, person);
  await enterPassword(page, person);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person) });
  await expect(page).toHaveURL(/\/profil\/securite\/cle/);
  await check(page);
  await page.goto('/profil');
  await expect(page).toHaveURL(/\/profil\/securite\/cle/);
  if (scripts) {
    await Authenticator.add(page);
    await submit(form(page, '/form/ajouter-cle'));
  } else {
    // Without scripts the form explains what to do; an application can be used instead.
    await submit(form(page, '/form/ajouter-cle'));
    await expectRefusal(page, /Activez les scripts/);
    await check(page);
    await page.getByRole('link', { name: 'Choisissez plutôt une application' }).click();
    await addAuthenticatorApp(page);
  }
  await readRecoveryCodes(page);
  await page.locator('main a.button').click();
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('sans script, un code de secours ouvre un compte protégé par une clé d’accès', async ({ page, portal, browser, scripts, check }) => {
  test.skip(scripts, 'avec des scripts, la clé est utilisable');
  const person = await createAccount(portal);
  const context = await browser.newContext({ javaScriptEnabled: true, baseURL: portal.address, locale: 'fr-FR' });
  const other = await context.newPage();
  await Authenticator.add(other);
  await signInByRequest(other, portal, person);
  await other.goto('/profil/securite/cle?niveau=cle');
  await submit(form(other, '/form/ajouter-cle'));
  const [first] = await readRecoveryCodes(other);
  await context.close();

  await page.goto('/connexion');
  await submit(form(page, '/form/demander-cle'));
  await expect(page.locator('main')).toContainText('où les scripts sont activés');
  await check(page);
  await page.getByRole('link', { name: 'Se connecter avec le mot de passe' }).click();
  await enterPassword(page, person);
  await submit(form(page, '/form/connexion-code'));
  await expectRefusal(page, /Activez les scripts/);
  await check(page);
  await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
  await send(page, '/form/connexion-code', { code: first! });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('une clé d’accès sans code ni empreinte est refusée avec la marche à suivre', async ({ page, portal, scripts, check }) => {
  test.skip(!scripts, 'une clé d’accès exige des scripts');
  const person = await createAccount(portal);
  await Authenticator.add(page, false);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/cle');
  await send(page, '/form/ajouter-cle', { nom: 'Clé USB' });
  await expectRefusal(page, /ajoutez un code \(PIN\)/);
  await check(page);
});
