import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkTo, register, signIn } from '../steps/account.ts';
import { expectProblem, expectRefusal, form, send } from '../steps/form.ts';
import { signedIn } from '../steps/scene.ts';

const NEW_PASSWORD = 'Vendange-de-Nivose-1801';
const FORGOTTEN = '/form/mot-de-passe-oublie';
const CHOICE = '/form/nouveau-mot-de-passe';

test('un mot de passe oublié se remplace par un lien qui ne sert qu’une fois', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const elsewhere = await browser.newContext({ baseURL: portal.address });
  const open = await elsewhere.newPage();
  await signIn(open, portal, person, true);

  await page.goto('/connexion');
  await page.locator('main a[href="/mot-de-passe-oublie"]').first().click();
  await check(page);
  await send(page, FORGOTTEN, {});
  await expectProblem(page, 'identifiant', /Renseignez/);
  await check(page);
  await send(page, FORGOTTEN, { identifiant: person.identifiant });
  await expect(page).toHaveURL(/\/mot-de-passe-oublie\/envoye$/);
  await check(page);

  const link = await linkTo(portal, person.email, '/mot-de-passe-oublie/nouveau');
  await page.goto(link);
  await check(page);
  await page.goto(link);
  await send(page, CHOICE, { mot_de_passe: 'Motdepasse2026', confirmation: 'Motdepasse2026' });
  await expectProblem(page, 'mot_de_passe', /facile à deviner/);
  await check(page);
  await send(page, CHOICE, { mot_de_passe: NEW_PASSWORD, confirmation: NEW_PASSWORD });
  await expect(page).toHaveURL(/\/mot-de-passe-oublie\/termine$/);
  await check(page);

  await open.goto('/profil');
  await expect(open, 'the session opened elsewhere is closed').toHaveURL(/\/connexion\?retour=/);
  await elsewhere.close();
  await page.goto(link);
  await expect(page.locator('h1')).toContainText('lien n’est pas valable');
  await check(page);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expectRefusal(page, /inexact/);
  await signedIn(page, portal, { ...person, password: NEW_PASSWORD });
});

test('un compte inconnu reçoit la même réponse, un compte à activer reçoit de nouveau son lien', async ({ page, portal }) => {
  const person = newPerson();
  await register(page, person);
  await portal.simulator.mail(person.email, /\/activation\?/);
  const told: string[] = [];
  for (const identifiant of ['personne.connue', person.identifiant]) {
    await page.goto('/mot-de-passe-oublie');
    await send(page, FORGOTTEN, { identifiant });
    await expect(page).toHaveURL(/\/mot-de-passe-oublie\/envoye$/);
    told.push(await page.locator('main').innerText());
  }
  expect(told[0]).toBe(told[1]);
  await portal.simulator.mail(person.email, /\/activation\?/, { after: 1 });
});

test('changer de mot de passe ferme les autres sessions, pas celle-ci', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal);
  const elsewhere = await browser.newContext({ baseURL: portal.address });
  const other = await elsewhere.newPage();
  await signedIn(other, portal, person);
  await signedIn(page, portal, person);
  const action = '/form/changer-mot-de-passe';
  await page.goto('/profil/mot-de-passe');
  await check(page);
  await send(page, action, { mot_de_passe: person.password, confirmation: person.password });
  await expectProblem(page, 'mot_de_passe', /votre mot de passe actuel/);
  await expect(form(page, action).locator('[name="mot_de_passe"]'), 'passwords are never given back').toHaveValue('');
  await check(page);
  await send(page, action, { mot_de_passe: NEW_PASSWORD, confirmation: NEW_PASSWORD });
  await expect(page.locator('main')).toContainText('Votre mot de passe est changé');
  await check(page);
  await page.goto('/profil');
  await expect(page).toHaveURL(/\/profil$/);
  await other.goto('/profil');
  await expect(other, 'the other session is closed').toHaveURL(/\/connexion\?retour=/);
  await elsewhere.close();
  await portal.simulator.mail(person.email, /Votre mot de passe a changé/);
});
