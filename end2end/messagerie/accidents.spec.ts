import type { Page } from '@playwright/test';
import { deployOtherBuild } from '../portal/other-build.ts';
import { createAccount, type Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { startProxyWithoutCookies } from '../portal/without-cookies.ts';
import { signInAgain, signOut } from '../steps/account.ts';
import { expectRefusal, expectValues, fill, form, submit } from '../steps/form.ts';
import { moduleReady } from '../steps/network.ts';
import { openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// A text of 2 000 characters survives ten kinds of accident. Some of them restart the portal or cut its connections.
test.use({ ownPortal: true, expectedErrors: [/Failed to load resource|ERR_INTERNET_DISCONNECTED|409/] });

const SENTENCE = 'Une question longue & précise, avec « guillemets », <balises> et accents : à, é, ï, œ. ';
const TYPED = { message: SENTENCE.repeat(30).slice(0, 2_000).trimEnd().padEnd(2_000, '.') };
const DRAFT = '/form/brouillon';

/** Signs a new operator in, opens an empty draft and types the text. Returns the person and the address of the draft. */
async function type(page: Page, portal: Portal): Promise<{ person: Person; draft: string }> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await openMotif(page, 'garantie-mise-en-place');
  await fill(form(page, DRAFT), TYPED);
  return { person, draft: page.url() };
}

async function save(page: Page): Promise<void> {
  await form(page, DRAFT).locator('button[value=enregistrer]').click();
  await expect(page.locator('main')).toContainText('Brouillon enregistré');
}

/** Waits until the portal has what was typed. */
async function saved(page: Page): Promise<void> {
  await expect(form(page, DRAFT).locator('[data-autosave-state]')).toContainText('Enregistré');
}

test('le texte compte 2 000 caractères', () => {
  expect(TYPED.message).toHaveLength(2_000);
});

test('1. Retour', async ({ page, portal }) => {
  await type(page, portal);
  await page.goto('/aide');
  await page.goBack();
  await expectValues(page, DRAFT, TYPED);
});

test('2. rechargement', async ({ page, portal, scripts }) => {
  await type(page, portal);
  // Without scripts the browser itself keeps what is typed, except under automation: the button saves.
  if (!scripts) await save(page);
  await page.reload();
  await expectValues(page, DRAFT, TYPED);
});

test('3. lien de l’en-tête', async ({ page, portal, scripts }) => {
  const { draft } = await type(page, portal);
  if (!scripts) await save(page);
  await page.locator('header a[href="/messagerie"]').first().evaluate((link: HTMLAnchorElement) => link.click());
  await expect(page).toHaveURL(/\/messagerie$/);
  await page.goto(draft);
  await expectValues(page, DRAFT, TYPED);
});

test('4. fin de session', async ({ page, portal, scripts }) => {
  const { person, draft } = await type(page, portal);
  if (scripts) await moduleReady(page);
  await portal.restart({ PRODOUANE__SESSIONS__IDLE_MINUTES: '0' });
  // With scripts the page leaves as soon as it is connected again.
  if (!scripts) await submit(form(page, DRAFT));
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await expect(page.locator('main')).toContainText('Votre saisie est conservée');
  if (scripts) await moduleReady(page);
  await portal.restart({ PRODOUANE__SESSIONS__IDLE_MINUTES: '15' });
  await signInAgain(page, portal, person);
  await expect(page).toHaveURL(draft);
  await expectValues(page, DRAFT, TYPED);
});

test('5. déconnexion dans un autre onglet', async ({ page, context, portal, scripts }) => {
  const { person, draft } = await type(page, portal);
  if (scripts) await saved(page);
  const other = await context.newPage();
  await other.goto('/profil');
  await signOut(other);
  await other.close();
  // With scripts the open page has left already, or leaves now.
  if (!scripts) await submit(form(page, DRAFT));
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await signInByRequest(page, portal, person);
  await page.goto(draft);
  await expectValues(page, DRAFT, TYPED);
});

test('6. redémarrage du serveur', async ({ page, portal }) => {
  await type(page, portal);
  await portal.stopServer('SIGKILL');
  await portal.startServer();
  await save(page);
  await expectValues(page, DRAFT, TYPED);
});

test('7. nouvelle version du site', async ({ page, portal }) => {
  const { draft } = await type(page, portal);
  const removeBuild = await deployOtherBuild(portal);
  await save(page);
  await page.goto(draft);
  await expectValues(page, DRAFT, TYPED);
  await removeBuild();
});

test('8. connexion coupée pendant l’envoi', async ({ page, context, portal, scripts }) => {
  await type(page, portal);
  await context.setOffline(true);
  await form(page, DRAFT).locator('button[value=enregistrer]').click();
  if (scripts) {
    await expectRefusal(page, /Le portail n’a pas répondu/);
    await context.setOffline(false);
  } else {
    await expect.poll(() => page.url()).toContain('chrome-error');
    await context.setOffline(false);
    // The browser shows the page of the form again, with what was typed.
    await page.goBack();
  }
  await expectValues(page, DRAFT, TYPED);
  await save(page);
  await expectValues(page, DRAFT, TYPED);
});

test('9. navigateur tué', async ({ page, browser, portal, scripts }) => {
  const { person, draft } = await type(page, portal);
  if (scripts) await saved(page);
  else await save(page);
  await page.close({ runBeforeUnload: false });
  // Another browser has nothing of the first one.
  const context = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
  const later = await context.newPage();
  await signInByRequest(later, portal, person);
  await later.goto(draft);
  await expectValues(later, DRAFT, TYPED);
  await context.close();
});

test('10. deux onglets', async ({ page, context, portal }) => {
  const { draft } = await type(page, portal);
  const other = await context.newPage();
  await other.goto(draft);
  await save(page);
  await fill(form(other, DRAFT), { message: 'Écrit ailleurs.' });
  await form(other, DRAFT).locator('button[value=enregistrer]').click();
  await expectRefusal(other, /modifié dans un autre onglet/);
  await page.reload();
  await expectValues(page, DRAFT, TYPED);
  await other.close();
});

test('10 bis. cookies refusés : un avis de 2 000 caractères est reçu', async ({ browser, contextOptions, portal }) => {
  const proxy = await startProxyWithoutCookies(portal.address);
  const context = await browser.newContext({ ...contextOptions, baseURL: proxy.address });
  const page = await context.newPage();
  await page.goto('/avis');
  await fill(form(page, '/form/avis'), { satisfaction: 'satisfait', commentaire: TYPED.message });
  await submit(form(page, '/form/avis'));
  await expect(page).toHaveURL(/envoye=oui/);
  await context.close();
  proxy.stop();
});
