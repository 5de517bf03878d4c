import { createAccount } from '../portal/people.ts';
import { deployOtherBuild } from '../portal/other-build.ts';
import { expect, test } from '../portal/test.ts';
import { expectRefusal, expectValues, fill, form, submit } from '../steps/form.ts';
import { moduleReady, recordPosts, replaceAnswers } from '../steps/network.ts';
import { openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// Answers that are not a page of the build that the browser shows: a form is never sent a second time.
test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

const TYPED = { message: 'Une seule fois, avec son bouton.' };

test('après une nouvelle version, un formulaire est envoyé une seule fois, avec son bouton', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await openMotif(page, 'garantie-mise-en-place');
  await fill(form(page, '/form/brouillon'), TYPED);
  if (scripts) await moduleReady(page);
  const remove = await deployOtherBuild(portal);
  const posts = recordPosts(page);
  await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
  await expect(page.locator('main')).toContainText('Brouillon enregistré');
  await expectValues(page, '/form/brouillon', TYPED);
  expect(posts.map((post) => post.postData())).toEqual([expect.stringContaining('action=enregistrer')]);
  await check(page);
  await remove();
});

test('après une nouvelle version, un refus est affiché avec la saisie', async ({ page, portal, scripts }) => {
  await page.goto('/connexion');
  if (scripts) await moduleReady(page);
  const remove = await deployOtherBuild(portal);
  const posts = recordPosts(page);
  await fill(form(page, '/form/connexion'), { identifiant: 'personne.inconnue', mot_de_passe: 'Un-mot-de-passe-inconnu-17' });
  await submit(form(page, '/form/connexion'));
  await expectRefusal(page, /inexact/);
  await expectValues(page, '/form/connexion', { identifiant: 'personne.inconnue' });
  expect(posts).toHaveLength(1);
  await remove();
});

for (const [what, status] of [['l’erreur 502 d’un serveur mandataire', 502], ['la page d’un portail captif', 200]] as const) {
  test(`${what} ne fait pas envoyer de nouveau un formulaire et laisse la saisie`, async ({ page, portal, scripts, check }) => {
    test.skip(!scripts, 'sans script, le navigateur affiche cette réponse ; Retour rend le formulaire');
    const person = await createAccount(portal);
    await signInByRequest(page, portal, person);
    await linkByRequest(page, portal, person, 'basile.demo');
    await openMotif(page, 'garantie-mise-en-place');
    await fill(form(page, '/form/brouillon'), TYPED);
    const draft = page.url();
    const posts = recordPosts(page);
    await replaceAnswers(page, '**/form/brouillon', status);
    await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
    await expectRefusal(page, /Le portail n’a pas répondu/);
    await expect(page.locator('[data-error-summary]')).toBeFocused();
    expect(page.url()).toBe(draft);
    await expectValues(page, '/form/brouillon', TYPED);
    await check(page);
    expect(posts).toHaveLength(1);
    await page.unroute('**/form/brouillon');
    await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
    await expect(page.locator('main')).toContainText('Brouillon enregistré');
    expect(posts).toHaveLength(2);
  });
}

test('l’erreur 502 d’un serveur mandataire sur un lien laisse la page', async ({ page, portal, scripts }) => {
  test.skip(!scripts, 'sans script, le navigateur affiche cette réponse');
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/entreprises');
  await moduleReady(page);
  await portal.stopServer();
  const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
  await page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name: 'Profil' }).click();
  await expect(news).toContainText('Connexion perdue');
  await expect(page.locator('h1')).toBeVisible();
  await portal.startServer();
  await news.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page).toHaveURL(/\/profil$/);
  await expect(news).toBeHidden();
});
