import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectValues, fill, form } from '../steps/form.ts';
import { openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

const READ = { teleservice: 'DELTA-G', droit: 'lire', siret: BRUMAIRE.siret };
const DECLARE = { teleservice: 'DELTA-G', droit: 'declarer', siret: BRUMAIRE.siret };
const TYPED = { message: 'Une question à moitié écrite.' };
/** Maximum delay before an open page changes, in milliseconds (mission §3.3), on a machine with nothing else to do. */
const MAX_DELAY_MS = 2_000;
/** On a busy machine: maximum delay in loads of the same page. */
const MAX_DELAY_LOADS = 5;

// The page is fetched again after the right is withdrawn, and is refused.
test.use({ expectedErrors: [/status of 403/] });

/** Opens a page and waits for its event stream. */
async function openLive<T>(page: Page, open: () => Promise<T>): Promise<void> {
  const stream = page.waitForResponse(/\/api\/v1\/evenements/);
  await open();
  expect((await stream).status()).toBe(200);
}

test('un droit retiré met à jour la page ouverte sans perdre la saisie', async ({
  page,
  portal,
  scripts,
  check,
}, info) => {
  test.skip(!scripts, 'sans script, le changement apparaît à la page suivante : rattachement.spec.ts');
  const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
  const person = await createAccount(portal);
  const setRights = (held: unknown[]) => portal.simulator.setRights('dgddi', person.identifiant, held);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');

  const opened = Date.now();
  await openLive(page, () => page.goto('/tableau-de-bord'));
  const load = Date.now() - opened;
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await page.evaluate(() => document.body.setAttribute('data-same-load', ''));
  const withdrawn = Date.now();
  await setRights([READ]);
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
  const elapsed = Date.now() - withdrawn;
  console.log(`${info.project.name}: the open dashboard changed after ${elapsed} ms, loaded in ${load} ms`);
  expect(elapsed).toBeLessThan(Math.max(MAX_DELAY_MS, MAX_DELAY_LOADS * load));
  await expect(page.locator('body')).toHaveAttribute('data-same-load', '');
  await expect(news).toContainText('Vos habilitations ont changé : la page a été mise à jour.');
  await expect(page.locator('[data-announce]')).toContainText('Vos habilitations ont changé');
  await check(page);
  await news.getByRole('link', { name: /historique de vos habilitations/ }).click();
  await expect(page.locator('main')).toContainText('Retirée');
  await expect(news).toBeHidden();

  await openLive(page, () => openMotif(page, 'garantie-mise-en-place'));
  await fill(form(page, '/form/brouillon'), TYPED);
  const message = form(page, '/form/brouillon').locator('[name="message"]');
  await message.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 12));
  await setRights([READ, DECLARE]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectValues(page, '/form/brouillon', TYPED);
  await expect(message).toBeFocused();
  expect(await message.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd])).toEqual([4, 12]);

  await news.getByRole('button', { name: 'Fermer' }).click();
  await expect(news).toBeHidden();
  await setRights([]);
  await expect(news).toContainText('vous n’avez plus accès à cette page');
  await expectValues(page, '/form/brouillon', TYPED);
  await check(page);
  await setRights([READ]);
  await expect(news).toContainText('la page a été mise à jour');
  await expectValues(page, '/form/brouillon', TYPED);
});

/** Returns `true` if no other element covers the whole focused element (WCAG 2.4.11). */
async function focusIsVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const element = document.activeElement!;
    const { left, top, width, height } = element.getBoundingClientRect();
    const heights = [0.1, 0.5, 0.9].map((part) => top + height * part);
    return heights.some((y) => {
      const above = document.elementFromPoint(left + width / 2, y);
      return above !== null && (element.contains(above) || above.contains(element));
    });
  });
}

test('le message d’un changement ne cache jamais l’élément qui a le focus', async ({ page, portal, scripts }) => {
  test.skip(!scripts, 'sans script, aucun message n’apparaît');
  await page.setViewportSize({ width: 640, height: 480 });
  const news = page.getByRole('complementary', { name: 'Ce qui vient de changer' });
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await openLive(page, () => openMotif(page, 'garantie-mise-en-place'));
  const message = form(page, '/form/brouillon').locator('[name="message"]');
  await message.focus();
  await message.evaluate((area) => scrollBy(0, area.getBoundingClientRect().bottom - innerHeight));
  await portal.simulator.setRights('dgddi', person.identifiant, [READ, DECLARE]);
  await expect(news).toContainText('la page a été mise à jour');
  await expect(message).toBeFocused();
  await expect.poll(() => focusIsVisible(page)).toBe(true);
  const covered: (string | null)[] = [];
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab');
    if (!(await focusIsVisible(page))) covered.push(await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 100)));
  }
  expect(covered).toEqual([]);
});
