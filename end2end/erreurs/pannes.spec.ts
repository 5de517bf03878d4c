import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, register } from '../steps/account.ts';
import { linked, signedIn } from '../steps/scene.ts';


test.use({ ownPortal: true });

test('un copropriétaire en panne : les derniers chiffres connus, datés ; le reste fonctionne', async ({
  page,
  portal,
  check,
}) => {
  const person = await createAccount(portal);
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await portal.simulator.breakdown('dgddi', true);
  await page.reload();
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await expect(page.locator('main')).toContainText(/ne répond pas|dernières données/i);
  await check(page);
  await page.goto('/messagerie');
  await expect(page.locator('h1')).toBeVisible();
  await portal.simulator.breakdown('dgddi', false);
});

test('un copropriétaire en panne pendant le rattachement : un message clair', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signedIn(page, portal, person);
  await portal.simulator.breakdown('dgddi', true);
  await page.goto('/profil/rattachements');
  await page.locator('form[action="/form/rattacher"]:has([name="co_proprietaire"][value="dgddi"]) button').click();
  await expect(page.locator('main')).toContainText(/ne répond pas/);
});

test('le serveur de méls en panne : l’inscription est gardée, le mél part au retour', async ({ page, portal }) => {
  test.setTimeout(150_000);
  await portal.simulator.mailTrouble('refuse');
  const person = newPerson();
  await register(page, person);
  await expect(page).toHaveURL(/\/inscription\/confirmation/);
  await portal.simulator.mailTrouble('none');
  await portal.simulator.mail(person.email, /\/activation\?/, { timeout: 90_000 });
  await activate(page, portal, person);
});
