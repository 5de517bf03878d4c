import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, codeFromMail, signIn, signOut } from '../steps/account.ts';
import { CO_OWNER_PASSWORD } from '../steps/company.ts';
import { send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test('douane.gouv.fr préremplit l’inscription, puis ouvre le portail une fois rattaché', async ({
  page,
  portal,
  check,
}) => {
  const person = newPerson('Basile');
  const customs = `${portal.simulator.http}/dgddi`;
  await portal.simulator.openAccount('dgddi', person.identifiant, 'basile.demo');
  await page.goto(`${customs}/se-connecter`);
  await page.locator('[name="identifiant"]').fill(person.identifiant);
  await page.locator('[name="mot_de_passe"]').fill(CO_OWNER_PASSWORD);
  await page.locator('main').getByRole('button').first().click();

  // Customs data are pre-filled, and are not in the URL.
  await page.getByRole('button', { name: 'Créer mon compte Prodouane' }).click();
  await expect(page).toHaveURL(`${portal.address}/inscription?fournisseur=dgddi`);
  await expect(page.locator('main')).toContainText('Inscription avec douane.gouv.fr');
  await expect(page.locator('[name="email"]')).toHaveValue(`${person.identifiant}@exemple.invalid`);
  await expect(page.locator('[name="numero_entreprise"]')).toHaveValue('000101014');
  await check(page);
  await send(page, '/form/inscription', {
    identifiant: person.identifiant,
    mot_de_passe: person.password,
    confirmation: person.password,
    niveau: 'mot_de_passe',
    prenom: person.prenom,
    nom: person.nom,
    email: person.email,
  });
  await activate(page, portal, person);

  // Linking is suggested, never automatic.
  await signIn(page, portal, person);
  await expect(page.locator('main')).toContainText('Rattachez votre compte douane.gouv.fr');
  await page.goto('/profil/rattachements');
  await check(page);
  await page.getByRole('button', { name: 'Rattacher mon compte douane.gouv.fr' }).first().click();
  await page.locator('[name="identifiant"]').fill(person.identifiant);
  await page.locator('[name="mot_de_passe"]').fill(CO_OWNER_PASSWORD);
  await page.locator('main').getByRole('button').first().click();
  await expect(page.locator('main')).toContainText('Identifiant sur douane.gouv.fr');
  await signOut(page);

  // When signed in at customs, one click opens the portal, which requires only the code of a new device.
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await page.goto(customs);
  await page.getByRole('link', { name: 'Aller sur Prodouane' }).click();
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await signOut(page);
  await page.goto('/connexion');
  await check(page);
});

test('un compte douane.gouv.fr se crée en un clic', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Camille');
  await signInByRequest(page, portal, person);
  await page.goto('/profil/rattachements');
  await page.getByRole('link', { name: /Créez un compte douane\.gouv\.fr/ }).click();
  await expect(page.locator('main')).toContainText(person.email);
  await check(page);
  await page.getByRole('button', { name: 'Créer mon compte douane.gouv.fr' }).click();
  await expect(page).toHaveURL(/\/profil\/rattachements$/);
  await expect(page.locator('main')).toContainText(/est créé et rattaché/);
  const mail = await portal.simulator.mail(person.email, /mot-de-passe\?jeton=/);
  await page.goto(/https?:\/\/\S+\/mot-de-passe\?jeton=\S+/.exec(mail.text)![0]);
  await page.locator('[name="mot_de_passe"]').fill('Mon-mot-de-passe-2026');
  await page.locator('main').getByRole('button').click();
  await expect(page.locator('main')).toContainText('Mot de passe choisi');
});
