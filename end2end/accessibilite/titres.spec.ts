import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { fillDraft, openMotif, openSummary, sendGuaranteeQuestion, sendQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// Titles that tell pages apart (RGAA 8.6), and names of controls that appear several times.

test.beforeEach(async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
});

test('onglets, filtres et pages de résultats ont chacun leur titre', async ({ page, portal, check }) => {
  const titles: string[] = [];
  const visit = async (address: string) => {
    await page.goto(address);
    const title = await page.title();
    const heading = (await page.locator('h1').innerText()).replaceAll(/\s+/g, ' ').replaceAll(' ,', ',');
    expect(title.replaceAll(/\s+/g, ' '), address).toBe(`${heading} – Prodouane`);
    titles.push(title);
  };
  for (const address of [
    '/tableau-de-bord',
    '/tableau-de-bord?paiements=historique',
    '/messagerie',
    '/messagerie?etat=repondu',
    '/messagerie?etat=clos',
    '/messagerie?recherche=transit',
    '/messagerie/nouvelle',
    '/messagerie/nouvelle?motif=echeancier',
    '/entreprises',
    '/entreprises?recherche=Brumaire',
    '/profil/habilitations',
    '/profil/habilitations?classement=administration',
    '/profil/habilitations?administration=dgddi',
    '/profil/habilitations?administration=dgddi&droit=lire',
    '/profil/habilitations/historique',
    '/profil/habilitations/historique?changement=accordee',
    '/profil/habilitations/historique?du=2026-01-01',
  ]) {
    await visit(address);
  }
  await check(page);
  await signInAgent(page, portal, await createAgent(portal, 'pae'));
  for (const etat of ['a-attribuer', 'a-moi', 'en-cours', 'aujourd-hui', 'en-retard', 'precisions', 'repondues', 'closes']) await visit(`/agent?etat=${etat}`);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index), 'no title twice').toEqual([]);
});

test('une question porte son numéro et son objet, et chaque étape son propre titre', async ({ page }) => {
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie pour un transit');
  await expect(page).toHaveTitle(/^Accusé de réception de la question Q-\d{4}-\S+ – Prodouane$/);
  await page.goto(question);
  await expect(page).toHaveTitle(/^Question Q-\d{4}-\S+\s: Garantie pour un transit – Prodouane$/);
  await expect(page.locator('h1')).toHaveText(/^Question Q-\d{4}-\S+\s: Garantie pour un transit/);
  await expect(page.getByRole('heading', { level: 2, name: 'Échanges' })).toBeVisible();
});

test('l’objet d’une question est facultatif et le récapitulatif montre ce qui manque', async ({ page }) => {
  await openMotif(page, 'garantie-mise-en-place');
  await expect(page.locator('[name="objet"]')).toHaveValue('');
  await fillDraft(page, 'pae', { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Comment faire ?' });
  await openSummary(page);
  const value = (term: string) => page.locator('main .definitions > div', { has: page.locator('dt', { hasText: term }) });
  await expect(value('Objet')).toContainText('Non renseigné');
  await expect(value('Téléphone de contact')).toContainText('Non renseigné');
  const motif = await value('Motif').locator('dd').innerText();
  const question = await sendQuestion(page);
  await expect(value('Objet')).toContainText('Non renseigné');
  await page.goto(question);
  await expect(page.locator('h1')).toContainText(motif);
});

test('le fil d’Ariane commence partout de la même manière', async ({ page }) => {
  for (const address of [
    '/mandats',
    '/teleservices',
    '/notifications',
    '/messagerie',
    '/messagerie/nouvelle',
    '/entreprises',
    '/entreprises/administrateurs',
    '/profil',
    '/profil/situation',
    '/profil/securite',
    '/profil/securite/historique',
    '/profil/courriel',
    '/profil/rattachements',
    '/profil/habilitations',
    '/profil/habilitations/historique',
  ]) {
    await page.goto(address);
    const first = page.locator('.breadcrumb a').first();
    await expect(first, address).toHaveText('Accueil');
    await expect(first, address).toHaveAttribute('href', '/tableau-de-bord');
    if (address.startsWith('/profil')) await expect(page.locator('.tabs--strip [aria-current]'), address).toHaveCount(1);
  }
});

test('les commandes répétées ont chacune leur nom', async ({ page }) => {
  await page.goto('/profil/habilitations');
  const names = await page.locator('main td a', { hasText: 'Historique' }).allTextContents();
  expect(names.length).toBeGreaterThan(1);
  expect(new Set(names).size, 'names of the links « Historique »').toBe(names.length);
  for (const name of names) expect(name).toMatch(/Historique.+de ce droit.+,.+,/s);
  await page.context().clearCookies();
  await page.goto('/inscription');
  // Scripts show these buttons.
  await page.locator('[data-reveal]').evaluateAll((buttons) => buttons.forEach((button) => button.removeAttribute('hidden')));
  await expect(page.getByRole('button', { name: /^Afficher Mot de passe/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Afficher Confirmation du mot de passe/ })).toBeVisible();
});

test('les tableaux ne prennent pas le focus', async ({ page }) => {
  for (const address of ['/tableau-de-bord', '/profil/habilitations', '/profil/securite', '/mandats']) {
    await page.goto(address);
    await expect(page.locator('.table-frame').first()).toBeAttached();
    await expect(page.locator('.table-frame[tabindex]'), address).toHaveCount(0);
  }
});
