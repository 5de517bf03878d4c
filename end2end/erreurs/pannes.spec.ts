import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { activate, register } from '../steps/account.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test.use({ ownPortal: true });

test('pendant la panne d’un copropriétaire, ses derniers chiffres connus sont affichés et le reste fonctionne', async ({
  page,
  portal,
  check,
}) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await portal.simulator.setOutage('dgddi', true);
  await page.reload();
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await expect(page.locator('main')).toContainText(/ne répond pas|dernières données/i);
  await check(page);
  await page.goto('/messagerie');
  await expect(page.locator('h1')).toBeVisible();
  await portal.simulator.setOutage('dgddi', false);
});

test('un rattachement pendant la panne du copropriétaire affiche un message clair', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await portal.simulator.setOutage('dgddi', true);
  await page.goto('/profil/rattachements');
  await page.locator('form[action="/form/rattacher"]:has([name="co_proprietaire"][value="dgddi"]) button').click();
  await expect(page.locator('main')).toContainText(/ne répond pas/);
});

test('une inscription pendant la panne du serveur de courriels est enregistrée, et le courriel part ensuite', async ({ page, portal }) => {
  test.setTimeout(150_000);
  await portal.simulator.setMailFailure('refuse');
  const person = newPerson();
  await register(page, person);
  await expect(page).toHaveURL(/\/inscription\/confirmation/);
  await portal.simulator.setMailFailure('none');
  await portal.simulator.mail(person.email, /\/activation\?/, { timeout: 90_000 });
  await activate(page, portal, person);
});
