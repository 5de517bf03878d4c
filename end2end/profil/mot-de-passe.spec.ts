import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkFromMail, register, signIn } from '../steps/account.ts';
import { expectProblem, expectRefusal, form, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

const NEW_PASSWORD = 'Vendange-de-Nivose-1801';
const FORGOTTEN_FORM = '/form/mot-de-passe-oublie';
const RESET_FORM = '/form/nouveau-mot-de-passe';

test('un mot de passe oublié est remplacé par un lien à usage unique', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const otherContext = await browser.newContext({ baseURL: portal.address });
  const other = await otherContext.newPage();
  await signIn(other, portal, person, true);

  await page.goto('/connexion');
  await page.locator('main a[href="/mot-de-passe-oublie"]').first().click();
  await check(page);
  await send(page, FORGOTTEN_FORM, {});
  await expectProblem(page, 'identifiant', /Renseignez/);
  await check(page);
  await send(page, FORGOTTEN_FORM, { identifiant: person.identifiant });
  await expect(page).toHaveURL(/\/mot-de-passe-oublie\/envoye$/);
  await check(page);

  const link = await linkFromMail(portal, person.email, '/mot-de-passe-oublie/nouveau');
  await page.goto(link);
  await check(page);
  await page.goto(link);
  await send(page, RESET_FORM, { mot_de_passe: 'Motdepasse2026', confirmation: 'Motdepasse2026' });
  await expectProblem(page, 'mot_de_passe', /facile à deviner/);
  await check(page);
  await send(page, RESET_FORM, { mot_de_passe: NEW_PASSWORD, confirmation: NEW_PASSWORD });
  await expect(page).toHaveURL(/\/mot-de-passe-oublie\/termine$/);
  await check(page);

  await other.goto('/profil');
  await expect(other, 'the other session is closed').toHaveURL(/\/connexion\?retour=/);
  await otherContext.close();
  // In the browser that used it, the link shows what it did.
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('Votre mot de passe a été changé');
  await check(page);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expectRefusal(page, /inexact/);
  await signInByRequest(page, portal, { ...person, password: NEW_PASSWORD });
});

test('un compte inconnu reçoit la même réponse, un compte non activé reçoit un nouveau lien d’activation', async ({ page, portal }) => {
  const person = newPerson();
  await register(page, person);
  await portal.simulator.mail(person.email, /\/activation\?/);
  const answers: string[] = [];
  for (const identifiant of ['personne.connue', person.identifiant]) {
    await page.goto('/mot-de-passe-oublie');
    await send(page, FORGOTTEN_FORM, { identifiant });
    await expect(page).toHaveURL(/\/mot-de-passe-oublie\/envoye$/);
    answers.push(await page.locator('main').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  await portal.simulator.mail(person.email, /\/activation\?/, { after: 1 });
});

test('changer de mot de passe ferme les autres sessions', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const otherContext = await browser.newContext({ baseURL: portal.address });
  const other = await otherContext.newPage();
  await signInByRequest(other, portal, person);
  await signInByRequest(page, portal, person);
  const action = '/form/changer-mot-de-passe';
  await page.goto('/profil/mot-de-passe');
  await check(page);
  await send(page, action, { mot_de_passe: person.password, confirmation: person.password });
  await expectProblem(page, 'mot_de_passe', /votre mot de passe actuel/);
  await expect(form(page, action).locator('[name="mot_de_passe"]'), 'passwords are never shown again').toHaveValue('');
  await check(page);
  await send(page, action, { mot_de_passe: NEW_PASSWORD, confirmation: NEW_PASSWORD });
  await expect(page.locator('main')).toContainText('Votre mot de passe a été changé');
  await check(page);
  await page.goto('/profil');
  await expect(page).toHaveURL(/\/profil$/);
  await other.goto('/profil');
  await expect(other, 'the other session is closed').toHaveURL(/\/connexion\?retour=/);
  await otherContext.close();
  await portal.simulator.mail(person.email, /Votre mot de passe a changé/);
});
