import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activationLink, codeFromMail, linkFromMail, register } from '../steps/account.ts';
import { fill, form, send } from '../steps/form.ts';

/** Clicks the main button of a form twice. */
async function doubleClick(within: ReturnType<typeof form>): Promise<void> {
  await within.locator('button[type=submit]').first().dblclick();
}

test('un double clic sur l’activation, le code et le nouveau mot de passe aboutit', async ({ page, portal }) => {
  const person = newPerson();
  await register(page, person);
  const activation = await activationLink(portal, person);
  await page.goto(activation);
  const credentials = { identifiant: person.identifiant, mot_de_passe: person.password };
  await fill(form(page, '/form/activation'), credentials);
  await doubleClick(form(page, '/form/activation'));
  await expect(page.locator('h1')).toContainText('activé');
  await page.goto(activation);
  await expect(page.locator('h1')).toHaveText('Votre compte est déjà activé');

  await page.goto('/connexion');
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await fill(form(page, '/form/connexion'), credentials);
  await doubleClick(form(page, '/form/connexion'));
  await expect(page).toHaveURL(/\/connexion\/code/);
  await fill(form(page, '/form/connexion-code'), { code: await codeFromMail(portal, person, mailCount) });
  await doubleClick(form(page, '/form/connexion-code'));
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('un lien de nouveau mot de passe déjà utilisé mène à ce qu’il a fait', async ({ page, portal, browser }) => {
  const person = await createAccount(portal);
  await page.goto('/mot-de-passe-oublie');
  await send(page, '/form/mot-de-passe-oublie', { identifiant: person.identifiant });
  const link = await linkFromMail(portal, person.email, '/mot-de-passe-oublie/nouveau');
  await page.goto(link);
  const chosen = 'Vendange-de-Nivose-1801';
  await fill(form(page, '/form/nouveau-mot-de-passe'), { mot_de_passe: chosen, confirmation: chosen });
  await doubleClick(form(page, '/form/nouveau-mot-de-passe'));
  await expect(page.locator('h1')).toHaveText('Votre mot de passe a été changé');
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('Votre mot de passe a été changé');
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('h1')).toHaveText('Ce lien de nouveau mot de passe n’est pas valable');
  await context.close();
});
