import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, code, register, signOut } from '../steps/account.ts';
import { addApplication, givePassword, recoveryCodes } from '../steps/factors.ts';
import { expectRefusal, form, send, submit } from '../steps/form.ts';
import { Authenticator } from '../steps/passkeys.ts';
import { signedIn } from '../steps/scene.ts';

test('une clé d’accès s’ajoute, se demande, suffit, confirme et se retire', async ({ page, portal, scripts, check }) => {
  test.skip(!scripts, 'une clé d’accès demande des scripts');
  const person = await createAccount(portal);
  const authenticator = await Authenticator.plugIn(page);
  await signedIn(page, portal, person);
  await page.goto('/profil/securite/niveau');
  await expect(page.locator('main')).toContainText('la clé ne répond qu’à Prodouane');
  await check(page);
  await send(page, '/form/changer-niveau', { niveau: 'cle' });
  await expect(page).toHaveURL(/\/profil\/securite\/cle\?niveau=cle/);
  await check(page);
  await authenticator.unlocks(false);
  await send(page, '/form/ajouter-cle', { nom: 'Ordinateur de démonstration' });
  await expectRefusal(page, /annulée ou a pris trop de temps/);
  await check(page);
  await authenticator.unlocks(true);
  await submit(form(page, '/form/ajouter-cle'));
  await recoveryCodes(page);
  await signOut(page);

  // After the password.
  await givePassword(page, person);
  await expect(page.locator('h1')).toHaveText('Clé d’accès');
  await check(page);
  await submit(form(page, '/form/connexion-code'));
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await signOut(page);

  // Alone; what it answered is worth nothing a second time.
  await page.goto('/connexion');
  await check(page);
  const answered = page.waitForRequest((request) => request.url().endsWith('/form/connexion-cle'));
  await submit(form(page, '/form/demander-cle'));
  const answer = await answered;
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await signOut(page);
  await page.goto('/connexion');
  await authenticator.unlocks(false);
  await submit(form(page, '/form/demander-cle'));
  await expectRefusal(page, /annulée ou a pris trop de temps/);
  await check(page);
  for (let time = 0; time < 2; time++) {
    const replayed = await page.request.post('/form/connexion-cle', {
      data: answer.postData()!,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: portal.address },
      maxRedirects: 0,
    });
    expect(replayed.headers()['location']).toMatch(/^\/connexion\/cle/);
    await page.goto('/profil');
    await expect(page).toHaveURL(/\/connexion\?/);
  }
  // The page has a new question and says why; it does not begin by itself then.
  await authenticator.unlocks(true);
  await page.goto('/connexion');
  await submit(form(page, '/form/demander-cle'));
  await expectRefusal(page, /a déjà servi/);
  await submit(form(page, '/form/connexion-cle'));
  await expect(page).toHaveURL(/\/connexion\/confirmation/);

  // The last key of the level stays; at a lower level it goes.
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

test('la clé d’accès promise à l’inscription s’ajoute, ou se remplace, avant tout', async ({ page, portal, scripts, check }) => {
  const person = newPerson();
  await register(page, person, 'cle');
  await activate(page, portal, person);
  await givePassword(page, person);
  await send(page, '/form/connexion-code', { code: await code(portal, person) });
  await expect(page).toHaveURL(/\/profil\/securite\/cle/);
  await check(page);
  await page.goto('/profil');
  await expect(page).toHaveURL(/\/profil\/securite\/cle/);
  if (scripts) {
    await Authenticator.plugIn(page);
    await submit(form(page, '/form/ajouter-cle'));
  } else {
    // Sent all the same, the form says what to do; an application does instead.
    await submit(form(page, '/form/ajouter-cle'));
    await expectRefusal(page, /Activez les scripts/);
    await check(page);
    await page.getByRole('link', { name: 'Choisissez plutôt une application' }).click();
    await addApplication(page);
  }
  await recoveryCodes(page);
  await page.locator('main a.button').click();
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('sans script ou sans réponse de la clé, un code de secours ouvre le compte', async ({ page, portal, browser, scripts, check }) => {
  test.skip(scripts, 'avec des scripts la clé répond');
  const person = await createAccount(portal);
  const context = await browser.newContext({ javaScriptEnabled: true, baseURL: portal.address, locale: 'fr-FR' });
  const other = await context.newPage();
  await Authenticator.plugIn(other);
  await signedIn(other, portal, person);
  await other.goto('/profil/securite/cle?niveau=cle');
  await submit(form(other, '/form/ajouter-cle'));
  const [first] = await recoveryCodes(other);
  await context.close();

  await page.goto('/connexion');
  await submit(form(page, '/form/demander-cle'));
  await expect(page.locator('main')).toContainText('où les scripts sont activés');
  await check(page);
  await page.getByRole('link', { name: 'Se connecter avec le mot de passe' }).click();
  await givePassword(page, person);
  await submit(form(page, '/form/connexion-code'));
  await expectRefusal(page, /Activez les scripts/);
  await check(page);
  await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
  await send(page, '/form/connexion-code', { code: first! });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});
