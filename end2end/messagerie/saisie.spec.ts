import type { Locator, Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { openMenu, signOut } from '../steps/account.ts';
import { expectRefusal, expectValues, fill, form, submit } from '../steps/form.ts';
import { recordPosts, tabStorage } from '../steps/network.ts';
import { fillDraft, openMotif } from '../steps/question.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED/] });

const TYPED = { message: 'Un texte long à écrire & à garder.', montant: '12 000' };

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, le navigateur garde la saisie');

function headerLink(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Navigation principale' }).getByRole('link', { name });
}

test.describe('dans un brouillon', () => {
  test.beforeEach(async ({ page, portal }) => {
    const person = await createAccount(portal);
    await signInByRequest(page, portal, person);
    await linkByRequest(page, portal, person, 'basile.demo');
    await openMotif(page, 'garantie-mise-en-place');
    await fill(form(page, '/form/brouillon'), { ...TYPED, regime: 'transit' });
  });

  test('le texte saisi est là après un lien, Retour et un rechargement, puis oublié une fois envoyé', async ({ page, check }) => {
    const draft = page.url();
    const restored = async () => {
      await expectValues(page, '/form/brouillon', TYPED);
      await expect(form(page, '/form/brouillon').locator('[name=regime]')).toHaveValue('transit');
    };
    await headerLink(page, 'Profil').click();
    await expect(page).toHaveURL(/\/profil/);
    await page.goBack();
    await restored();
    await expect(page.locator('h1'), 'the focus is not moved to a field').toBeFocused();
    await check(page);
    await page.reload();
    await restored();
    await headerLink(page, 'Messagerie').click();
    await expect(page).toHaveURL(/\/messagerie$/);
    await page.goto(draft);
    await restored();

    await fillDraft(page, 'pae', { ...TYPED, siret: BRUMAIRE.siret });
    expect(await tabStorage(page)).not.toContain(TYPED.message);
    await page.goBack();
    await expectValues(page, '/form/brouillon', { message: TYPED.message });
  });

  test('le texte saisi est oublié à la déconnexion', async ({ page }) => {
    expect(await tabStorage(page)).toContain(TYPED.message);
    await signOut(page);
    await expect.poll(() => tabStorage(page)).not.toContain(TYPED.message);
  });

  test('hors connexion, un lien et un envoi laissent la page et proposent de réessayer', async ({ page, context, check }) => {
    const draft = page.url();
    const posts = recordPosts(page);
    const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
    await context.setOffline(true);
    await headerLink(page, 'Profil').click();
    await expect(news).toContainText('Connexion perdue');
    await expect(page.locator('[data-announce]')).toContainText('Connexion perdue');
    expect(page.url()).toBe(draft);
    await expectValues(page, '/form/brouillon', TYPED);
    await check(page);
    await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
    await expectRefusal(page, /Le portail n’a pas répondu/);
    await expectValues(page, '/form/brouillon', TYPED);
    await openMenu(page);
    await page.locator('form[action="/form/deconnexion"] button').first().click();
    await expect(page.locator('h1')).toBeVisible();
    await context.setOffline(false);
    await news.getByRole('button', { name: 'Fermer' }).click();
    await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
    await expect(page.locator('main')).toContainText('Brouillon enregistré');
    expect(posts.length, 'one failed, one successful').toBe(2);

    await context.setOffline(true);
    await headerLink(page, 'Profil').click();
    await expect(news).toContainText('Connexion perdue');
    await context.setOffline(false);
    await news.getByRole('button', { name: 'Réessayer' }).click();
    await expect(page).toHaveURL(/\/profil/);
    await expect(news).toBeHidden();
  });
});

test('un mot de passe n’est jamais gardé, même affiché', async ({ page }) => {
  await page.goto('/inscription');
  const secret = 'Secret-jamais-garde-31';
  await fill(form(page, '/form/inscription'), { identifiant: 'nom.garde', mot_de_passe: secret, confirmation: secret });
  await page.getByRole('button', { name: /Afficher/ }).first().click();
  await page.locator('#mot_de_passe').pressSequentially('x');
  expect(await tabStorage(page)).toContain('nom.garde');
  expect(await tabStorage(page)).not.toContain('Secret');
  await page.goto('/aide');
  await page.goto('/inscription');
  await expectValues(page, '/form/inscription', { identifiant: 'nom.garde', mot_de_passe: '', confirmation: '' });
});

test('après un refus, le texte saisi survit à un rechargement', async ({ page }) => {
  await page.goto('/avis');
  await fill(form(page, '/form/avis'), { commentaire: 'Un avis sans note.' });
  await submit(form(page, '/form/avis'));
  await expect(page.locator('[data-error-summary]')).toBeVisible();
  await page.reload();
  await expectValues(page, '/form/avis', { commentaire: 'Un avis sans note.' });
});
