import type { Browser, Locator, Page } from '@playwright/test';
import { createAccount, createMember } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff, signOut } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, expectRefusal, form, send, submit } from '../steps/form.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Opens the space of an adviser in a browser of their own. */
async function openAdviser(browser: Browser, portal: Portal): Promise<Page> {
  const context = await browser.newContext({ baseURL: portal.address, viewport: { width: 1440, height: 900 } });
  const adviser = await context.newPage();
  await signInStaff(adviser, portal, await createMember(portal, 'Colin', 'adviser'), /\/equipe$/);
  return adviser;
}

/** Creates a code; returns its six digits. */
async function createCode(adviser: Page): Promise<string> {
  await adviser.goto('/plateau/partage');
  await submit(form(adviser, '/form/creer-partage'));
  await expect(adviser).toHaveURL(/\/plateau\/partage\/[\w-]{36}$/);
  const code = await adviser.locator('.sharing__code').innerText();
  return code.replace(/\D/g, '');
}

async function share(page: Page, code: string): Promise<void> {
  await page.goto('/partage');
  await send(page, '/form/partager-vue', { chiffres: code });
  await expect(page.locator('#partage')).toContainText('Un conseiller suit vos pages.');
}

/** The page of the person, as the adviser sees it. */
const seen = (adviser: Page) => adviser.frameLocator('[data-player] iframe');
const banner = (page: Page): Locator => page.locator('#partage');
const state = (adviser: Page): Locator => adviser.locator('[data-follow-state]');

test('sans scripts, la page de partage propose le téléphone', async ({ page, scripts, check }) => {
  test.skip(scripts, 'with scripts, the view can be shared');
  await page.goto('/partage');
  // Playwright's own matching of texts skips `noscript`.
  expect(await page.locator('main').innerText()).toMatch(/Il peut vous guider par téléphone.*0809/);
  await check(page);
  await send(page, '/form/partager-vue', { chiffres: '123456' });
  await expectRefusal(page, /exécute les scripts/);
  await check(page);
});

test.describe('vue partagée', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'the view is recorded by a script');

  test('un conseiller suit les pages d’une personne, jusqu’à ce que l’un des deux arrête', async ({ page, portal, check, browser }) => {
    const scriptsLoaded: string[] = [];
    page.on('request', (request) => {
      if (/\/pkg\/partage\./.test(request.url())) scriptsLoaded.push(request.url());
    });
    const adviser = await openAdviser(browser, portal);
    await adviser.goto('/plateau/partage');
    await check(adviser);
    const code = await createCode(adviser);
    await expect(state(adviser)).toContainText('En attente de la personne');
    await check(adviser);

    await page.goto('/partage');
    await check(page);
    await send(page, '/form/partager-vue', { chiffres: code === '000000' ? '000001' : '000000' });
    await expectProblem(page, 'chiffres', /n’est pas valable/);
    await check(page);
    expect(scriptsLoaded, 'no page records before the consent').toEqual([]);
    await share(page, code);
    expect(scriptsLoaded.length).toBeGreaterThan(0);
    await check(page);

    await expect(state(adviser)).toContainText('La personne partage sa vue.');
    await expect(seen(adviser).locator('h1')).toContainText('Partager ma vue avec un conseiller');
    await expect(adviser.locator('.sharing__code')).toHaveText(/\d/);
    await check(adviser);
    // Without a full load, then with one.
    await page.locator('footer').getByRole('link', { name: 'Mentions légales' }).click();
    await expect(page.locator('h1')).toHaveText(/Mentions légales/);
    await expect(seen(adviser).locator('h1')).toContainText('Mentions légales');
    await expect(banner(page)).toContainText('Un conseiller suit vos pages.');
    await page.goto('/inscription');
    await expect(seen(adviser).locator('label', { hasText: 'Prénom' })).toBeVisible();
    await page.locator('[name="prenom"]').fill('Confidence');
    await expect(seen(adviser).locator('input[type=text]').filter({ visible: true }).first()).toBeVisible();
    await expect.poll(async () => await seen(adviser).locator('body').evaluate(valuesOf)).toContain('••••');
    expect(await seen(adviser).locator('body').evaluate(valuesOf)).not.toContain('Confidence');

    // The player is a document without an origin, which reaches nothing.
    const player = adviser.frames().find((frame) => frame.url().endsWith('/plateau/lecteur'))!;
    expect(await player.evaluate(() => self.origin)).toBe('null');
    expect(await player.evaluate(() => fetch('/aide').then(() => 'reached', () => 'refused'))).toBe('refused');

    await submit(form(adviser, '/form/terminer-partage'));
    await expect(adviser.locator('main')).toContainText('Le partage est terminé.');
    await expect(banner(page)).toContainText('Le partage de votre vue est terminé.');
    await page.reload();
    await expect(banner(page)).toBeHidden();

    await share(page, await createCode(adviser));
    await expect(seen(adviser).locator('h1')).toContainText('Partager ma vue');
    await page.goto('/aide');
    await banner(page).getByRole('button', { name: 'Arrêter le partage' }).click();
    await expect(page.locator('main')).toContainText('Le partage de votre vue est arrêté.');
    await expect(page).toHaveURL(/\/aide$/);
    await expect(state(adviser)).toContainText('La personne a arrêté le partage.');
    await expect(adviser.locator('[data-player]')).toBeHidden();

    await share(page, await createCode(adviser));
    await adviser.context().close();
    await expect(banner(page)).toContainText('n’est pas là pour le moment', { timeout: 5_000 });
    await expect(banner(page)).toContainText('Le partage de votre vue est terminé.');
  });

  test('le partage prend fin à la déconnexion', async ({ page, portal, browser }) => {
    const adviser = await openAdviser(browser, portal);
    const person = await createAccount(portal, 'Dalia');
    await signInByRequest(page, portal, person);
    await share(page, await createCode(adviser));
    await expect(seen(adviser).locator('h1')).toContainText('Partager ma vue');
    await signOut(page);
    await expect(state(adviser)).toContainText('La session de la personne est fermée.');
    await expect(banner(page)).toBeHidden();
    await adviser.context().close();
  });

  test('aucune donnée ne quitte le navigateur', async ({ page, portal, browser }) => {
    const adviser = await openAdviser(browser, portal);
    const person = await createAccount(portal, 'Hortensia');
    await signInByRequest(page, portal, person);
    await linkByRequest(page, portal, person, 'alix.demo');
    await linkByRequest(page, portal, person, 'alix.demo', 'dgfip');
    await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
    let relayed = '';
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/partages/')) relayed += `${request.postData()}\n`;
    });
    await share(page, await createCode(adviser));

    const [shown, hidden] = [new Set<string>(), new Set<string>()];
    let canaries = 0;
    for (const [rank, address] of PAGES.entries()) {
      await page.goto(address);
      await expect(banner(page), address).toContainText('Un conseiller suit vos pages.');
      const found = await page.evaluate(wordsOf);
      found.shown.forEach((word) => shown.add(word));
      found.hidden.forEach((word) => hidden.add(word));
      canaries += await page.evaluate(plantCanaries, rank);
      // Changes were recorded one by one; then the page as a whole.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await expect.poll(() => relayed, { message: `a harmless text of ${address} arrives` }).toContain(`Repère${rank}fin`);
    }
    const found = relayed.match(/canari-\d+-\d+/gi) ?? [];
    console.log(`canaries relayed: ${found.length} of ${canaries}, on ${PAGES.length} pages, ${relayed.length} characters sent`);
    expect(canaries).toBeGreaterThan(PAGES.length * 20);
    expect(found).toEqual([]);

    const secrets = new Set([...hidden].filter((word) => !shown.has(word)));
    const words = new Set(relayed.match(/[\p{L}\d]{5,}/gu));
    const leaked = [...secrets].filter((word) => words.has(word));
    console.log(`words of the account relayed: ${leaked.length} of ${secrets.size}`);
    expect(secrets.has('Hortensia') && secrets.size > 30, `${[...secrets]}`).toBe(true);
    expect(leaked).toEqual([]);
    for (const title of ['Tableau de bord', 'Aide et assistance en ligne', 'Prénom']) expect(relayed).toContain(title);
    await adviser.context().close();
  });
});

/** Pages with data of an account, messages, payments, secrets and fields. */
const PAGES = [
  '/tableau-de-bord',
  '/tableau-de-bord?paiements=historique',
  '/profil',
  '/profil/situation',
  '/profil/courriel',
  '/profil/mot-de-passe',
  '/profil/securite',
  '/profil/habilitations',
  '/entreprises',
  '/messagerie',
  '/messagerie/nouvelle',
  '/mandats',
  '/paiement',
  '/notifications',
  '/assistance',
  '/aide',
];

/** Values of all fields of a document. */
function valuesOf(body: Element): string[] {
  return [...body.querySelectorAll<HTMLInputElement>('input,textarea')].map((field) => field.value);
}

/** Words with a capital or a digit: in the texts that a mark shows, and in the others. */
function wordsOf(): { shown: string[]; hidden: string[] } {
  const isShown = (parent: Element) =>
    parent.hasAttribute('data-visible') || (parent.closest('[data-visible=tout]') !== null && !parent.closest('[data-masked]'));
  const [shown, hidden] = [new Set<string>(), new Set<string>()];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, textContent: text } = walker.currentNode;
    if (!parent || parent.closest('script,style,noscript,dialog,#partage')) continue;
    for (const word of text!.match(/[\p{L}\d]{5,}/gu) ?? []) {
      if (/[\p{Lu}\d]/u.test(word)) (isShown(parent) ? shown : hidden).add(word);
    }
  }
  return { shown: [...shown], hidden: [...hidden] };
}

/** Puts canaries into every unmarked text, field and attribute, and a word into a marked text. Returns their number. */
function plantCanaries(rank: number): number {
  let count = 0;
  const canary = () => `CANARI-${rank}-${(count += 1)}`;
  const texts: Text[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const parent = text.parentElement!;
    const isShown = parent.hasAttribute('data-visible') || parent.closest('[data-visible=tout]');
    if (text.data.trim() && !isShown && !parent.closest('script,style,noscript,#partage')) text.data = canary();
  }
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input,textarea')) {
    if (field.closest('#partage') || field.type === 'file') continue;
    if (!/^(date|month|number|radio|checkbox)$/.test(field.type)) field.value = canary();
    field.setAttribute('value', canary());
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  for (const element of document.querySelectorAll('main *, header *')) {
    for (const name of ['title', 'alt', 'aria-label', 'data-value', 'placeholder']) element.setAttribute(name, canary());
    if (element instanceof HTMLAnchorElement) element.href = `/aide?q=${canary()}`;
  }
  const added = document.createElement('section');
  added.innerHTML = `<p>${canary()}</p><input type="hidden" value="${canary()}"><input type="password" value="${canary()}"><textarea>${canary()}</textarea><select><option>${canary()}</option></select><svg><text>${canary()}</text></svg><template>${canary()}</template><p data-visible>Mot fixe <b>${canary()}</b></p>`;
  // Everything in a page without data is shown.
  (document.querySelector('main:not([data-visible=tout])') ?? document.querySelector('header'))!.append(added);
  document.title = canary();
  document.querySelector('.brand__name')!.textContent = `Repère${rank}fin`;
  return count;
}
