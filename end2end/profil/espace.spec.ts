import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkFromMail, signIn } from '../steps/account.ts';
import { expectValues, expectProblem, form, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

const TABS = ['Accueil', 'Situation', 'Sécurité', 'Mot de passe', 'Courriel', 'Rattachements', 'Habilitations'];

test('l’espace personnel a sept onglets', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/');
  await page.locator('header a', { hasText: 'Profil' }).click();
  await expect(page).toHaveURL(/\/profil$/);
  for (const tab of TABS) {
    const tabs = page.getByRole('navigation', { name: 'Espace personnel' });
    await tabs.getByRole('link', { name: tab }).click();
    await expect(tabs.locator('[aria-current="page"]')).toHaveText(new RegExp(`^${tab}\\s*$`));
    await check(page);
  }
});

test('la situation peut être complétée et corrigée', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/profil');
  await expect(page.locator('main')).toContainText('Indiquez un numéro de téléphone');
  await page.goto('/profil/situation');
  const typed = { nom: 'Essai-Changé', telephone: '12', adresse: '1 quai de la Fiction' };
  await send(page, '/form/situation', typed);
  await expectProblem(page, 'telephone', /10 chiffres/);
  await expectValues(page, '/form/situation', typed);
  await check(page);
  await send(page, '/form/situation', { telephone: '01 23 45 67 89', numero_entreprise: '12345678912345' });
  await expect(page.locator('main')).toContainText('n’a pas pu être vérifié');
  await check(page);
  await expectValues(page, '/form/situation', { nom: 'Essai-Changé', telephone: '+33123456789' });
  await expect(page.locator('header')).toContainText('Essai-Changé');
});

test('une autre session peut être fermée, et l’historique l’indique', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const otherContext = await browser.newContext({ baseURL: portal.address });
  const other = await otherContext.newPage();
  await signIn(other, portal, person, true);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite');
  await expect(page.locator('main')).toContainText('Cet appareil');
  await check(page);
  await form(page, '/form/fermer-session').locator('button').click();
  await expect(page.locator('main')).toContainText('La session est fermée');
  await expect(form(page, '/form/fermer-session')).toHaveCount(0);
  await other.goto('/profil');
  await expect(other).toHaveURL(/\/connexion\?retour=/);
  await otherContext.close();
  await form(page, '/form/oublier-appareil').locator('button').click();
  await expect(page.locator('main')).toContainText('Aucun appareil de confiance');
  await check(page);
  await page.locator('main a[href="/profil/securite/historique"]').click();
  await expect(page.locator('main')).toContainText('Sessions fermées');
  await expect(page.locator('main')).toContainText('Appareil de confiance retiré');
  await expect(page.locator('main')).toContainText('Connexion avec un nouvel appareil');
  await check(page);
});

test('« ce n’était pas moi » depuis l’alerte de nouvel appareil ferme les sessions', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const otherContext = await browser.newContext({ baseURL: portal.address });
  const intruder = await otherContext.newPage();
  await signInByRequest(intruder, portal, person);
  const link = await linkFromMail(portal, person.email, '/securiser-mon-compte');
  await page.goto(link);
  await check(page);
  await intruder.goto('/profil');
  await expect(intruder, 'opening the link changes nothing').toHaveURL(/\/profil$/);
  await send(page, '/form/securiser');
  await expect(page).toHaveURL(/\/securiser-mon-compte\/termine$/);
  await check(page);
  await intruder.goto('/profil');
  await expect(intruder).toHaveURL(/\/connexion\?retour=/);
  await otherContext.close();
  await page.goto(link);
  await expect(page.locator('h1'), 'what the link did').toHaveText('Votre compte est en sécurité');
  await check(page);
  await page.goto(await linkFromMail(portal, person.email, '/mot-de-passe-oublie/nouveau'));
  await expect(form(page, '/form/nouveau-mot-de-passe')).toBeVisible();
});

test('« ce n’était pas moi » depuis l’historique ferme les sessions', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/historique');
  await page.locator('main a[href="/securiser-mon-compte"]').first().click();
  await expect(page.locator('h1')).toContainText('Ce n’était pas moi');
  await check(page);
  await send(page, '/form/securiser');
  await expect(page).toHaveURL(/\/securiser-mon-compte\/termine$/);
  await page.goto('/profil');
  await expect(page, 'this session is closed too').toHaveURL(/\/connexion\?retour=/);
});
