import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail, signIn, signOut } from '../steps/account.ts';
import { expectProblem, expectRefusal, send } from '../steps/form.ts';

test('identifiant inconnu et mot de passe faux donnent la même réponse', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  const answers: string[] = [];
  for (const identifiant of [person.identifiant, 'personne.connue']) {
    await page.goto('/connexion');
    await send(page, '/form/connexion', { identifiant, mot_de_passe: 'Faux-mot-de-passe-1' });
    await expectRefusal(page, /inexact/);
    answers.push(await page.locator('[data-error-summary]').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  await check(page);
});

test('un code faux est refusé, le bon code est accepté', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  const correct = await codeFromMail(portal, person);
  await send(page, '/form/connexion-code', { code: correct === '000000' ? '000001' : '000000' });
  await expectProblem(page, 'code', /inexact/);
  await check(page);
  await send(page, '/form/connexion-code', { code: correct });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('un appareil de confiance ne demande pas de code et affiche la dernière connexion', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signIn(page, portal, person, true);
  await signOut(page);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.email, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
  await expect(page.locator('main')).toContainText(/\d{1,2}\sh\s\d{2}/);
});

test('la page demandée avant la connexion s’ouvre après', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await page.goto('/profil/rattachements');
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person) });
  await page.locator('main a.button, main form button').first().click();
  await expect(page).toHaveURL(/\/profil\/rattachements/);
});

test('un retour vers un autre site est ignoré', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await page.goto('/connexion?retour=//exemple.test/piege');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person) });
  await page.locator('main a.button, main form button').first().click();
  await expect(page).toHaveURL(new RegExp(`^${portal.address}/`));
});

test('un agent ne peut pas se connecter comme opérateur, ni l’inverse', async ({ page, portal }) => {
  const person = await createAccount(portal);
  const agent = await createAgent(portal, 'pae');
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: agent.identifiant, mot_de_passe: agent.password });
  await expectRefusal(page, /inexact/);
  await page.goto('/equipe/connexion');
  await send(page, '/form/equipe-connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expectRefusal(page, /inexact/);
});
