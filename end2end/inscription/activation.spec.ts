import { newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, activationLink, register } from '../steps/account.ts';
import { expectRefusal, send } from '../steps/form.ts';

const INVALID_LINK = /lien d’activation n’est pas valable/;

test('ouvrir le lien n’active pas le compte, et le lien ne sert qu’une fois', async ({ page, portal, browser, check }) => {
  const person = newPerson();
  await register(page, person);
  const link = await activationLink(portal, person);
  await page.goto(link);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expectRefusal(page, /inexact/);
  await activate(page, portal, person);
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('Votre compte est déjà activé');
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('h1')).toContainText(INVALID_LINK);
  await check(other);
  await context.close();
});

test('un lien forgé ou tronqué est refusé', async ({ page, portal }) => {
  const person = newPerson();
  await register(page, person);
  const link = await activationLink(portal, person);
  for (const forged of [link.slice(0, -4), `${link.slice(0, -6)}AAAAAA`, link.replace(/jeton=.*/, 'jeton=')]) {
    await page.goto(forged);
    await expect(page.locator('h1')).toContainText(INVALID_LINK);
  }
});

test('un lien utilisé dans un autre onglet entre-temps mène à ce qu’il a fait', async ({ page, portal, context }) => {
  const person = newPerson();
  await register(page, person);
  await page.goto(await activationLink(portal, person));
  const other = await context.newPage();
  await activate(other, portal, person);
  await send(page, '/form/activation', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/activation\/confirmation/);
});

test('un mot de passe faux n’invalide pas le lien', async ({ page, portal }) => {
  const person = newPerson();
  await register(page, person);
  await page.goto(await activationLink(portal, person));
  await send(page, '/form/activation', { identifiant: person.identifiant, mot_de_passe: 'Faux-mot-de-passe-1' });
  await expectRefusal(page, /inexact/);
  await activate(page, portal, person);
});

test('un lien qui n’est pas valable peut être redemandé', async ({ page, portal, check }) => {
  const person = newPerson();
  await register(page, person);
  await page.goto((await activationLink(portal, person)).slice(0, -4));
  await expect(page.locator('h1')).toContainText(INVALID_LINK);
  await check(page);
  await page.locator('main a[href="/activation/nouveau-lien"]').click();
  await expect(page).toHaveURL(/nouveau-lien$/);
  await check(page);
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await send(page, '/form/renvoyer-activation', { email: person.email });
  await portal.simulator.mail(person.email, /\/activation\?/, { after: mailCount });
});
