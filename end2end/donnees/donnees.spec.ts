import { readFile } from 'node:fs/promises';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRIEFLY, changed } from '../steps/changes.ts';
import { expectProblem, expectRefusal, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test('un usager télécharge ses données, puis supprime son compte', async ({ page, portal, browser, scripts, check }) => {
  const person = await createAccount(portal);
  const otherContext = await browser.newContext({ baseURL: portal.address });
  const other = await otherContext.newPage();
  await signInByRequest(other, portal, person);
  await signInByRequest(page, portal, person);
  await page.goto('/profil');
  await page.locator('main a[href="/profil/donnees"]').click();
  await check(page);
  await send(page, '/form/demander-donnees');
  await expect(page.locator('main')).toContainText('La préparation a commencé');
  await check(page);
  const archive = page.locator('main a[href^="/profil/donnees/archive/"]');
  await changed(page, scripts, () => expect(archive).toBeVisible(BRIEFLY));
  if (scripts) await expect(page.locator('[data-announce]')).toContainText('La copie est prête');
  await check(page);
  const [download] = await Promise.all([page.waitForEvent('download'), archive.click()]);
  expect(download.suggestedFilename()).toMatch(/^prodouane-mes-donnees-\d{4}-\d\d-\d\d\.zip$/);
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  expect(bytes.includes(person.email)).toBe(true);
  await portal.simulator.mail(person.email, /copie de vos données est prête/);

  await page.goto('/profil/suppression');
  await check(page);
  await send(page, '/form/supprimer-compte', { identifiant: 'autre.personne' });
  await expectProblem(page, 'identifiant', /tel qu’il est affiché/);
  await check(page);
  await send(page, '/form/supprimer-compte', { identifiant: person.identifiant });
  await expect(page).toHaveURL(/\/compte-supprime$/);
  await check(page);
  for (const session of [page, other]) {
    await session.goto('/profil');
    await expect(session).toHaveURL(/\/connexion\?retour=/);
  }
  await otherContext.close();
  await portal.simulator.mail(person.email, /a été supprimé/);
  await page.goto('/connexion');
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expectRefusal(page, /inexact/);
});
