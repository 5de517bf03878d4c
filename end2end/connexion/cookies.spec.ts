import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { startProxyWithoutCookies } from '../portal/without-cookies.ts';
import { register } from '../steps/account.ts';
import { send } from '../steps/form.ts';

test('un navigateur qui refuse les cookies est prévenu, sans courriel ni boucle', async ({ browser, contextOptions, portal, check }) => {
  const person = await createAccount(portal);
  const visitor = newPerson();
  const proxy = await startProxyWithoutCookies(portal.address);
  const context = await browser.newContext({ ...contextOptions, baseURL: proxy.address });
  const page = await context.newPage();
  for (const attempt of [1, 2]) {
    await page.goto('/connexion');
    await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
    await expect(page.locator('h1'), `attempt ${attempt}`).toHaveText('Votre navigateur refuse les cookies');
  }
  await check(page);
  await page.getByRole('link', { name: 'Recommencer' }).click();
  await expect(page).toHaveURL(/\/connexion$/);
  await register(page, visitor);
  await expect(page.locator('h1')).toHaveText('Votre navigateur refuse les cookies');
  expect(await portal.simulator.mails(person.email)).toHaveLength(0);
  expect(await portal.simulator.mails(visitor.email)).toHaveLength(0);
  await context.close();
  proxy.stop();
});
