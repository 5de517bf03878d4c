import type { Page } from '@playwright/test';
import { WIDTHS } from '../portal/check-page.ts';
import { createAccount, createAgent } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { openMenu, signInAgent, signOut } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// Layout on every width: nothing scrolls sideways or hides, and a phone's pages stay short.

const PHONE = { width: 360, height: 740 };
/** Height of the dashboard on a phone before its lists were folded, in px. */
const FORMER_HEIGHT = 9774;

/** Signs a person with the rights of `alix.demo` in, for the company with figures of three administrations. */
async function signInWithFigures(page: Page, portal: Portal): Promise<void> {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  for (const coOwner of ['dgddi', 'dgfip', 'urssaf'] as const) {
    await linkByRequest(page, portal, person, 'alix.demo', coOwner);
  }
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
}

const headerHeight = (page: Page) => page.locator('#entete').evaluate((header) => header.getBoundingClientRect().height);

test('« Payer » reste visible à toutes les largeurs', async ({ page, portal }) => {
  await signInWithFigures(page, portal);
  await page.goto('/tableau-de-bord');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('td .button')]
        .filter((button) => button.offsetParent !== null)
        .filter((button) => {
          const box = button.getBoundingClientRect();
          const frame = button.closest('.table-frame')!.getBoundingClientRect();
          return box.left < frame.left || box.right > frame.right + 0.5 || box.right > innerWidth;
        })
        .map((button) => button.textContent),
    );
    expect(hidden, `${width} px`).toEqual([]);
    expect(await page.getByRole('link', { name: /^Payer la créance/ }).count(), `${width} px`).toBeGreaterThan(2);
  }
});

test('un seul bouton plein par groupe de paiements, et la somme des retards en tête', async ({ page, portal }) => {
  await signInWithFigures(page, portal);
  await page.goto('/tableau-de-bord');
  const filled = page.locator('main .card:has(table) .button:not([class*="--secondary"]):not([class*="--quiet"])');
  for (const card of await page.locator('main .card:has(table)').all()) {
    expect(await card.locator(filled).count()).toBeLessThanOrEqual(1);
  }
  await expect(page.locator('td .button:not([class*="--secondary"]):not([class*="--quiet"])')).toHaveCount(0);
  const notice = page.locator('main .notice--error').first();
  await expect(notice).toContainText(/Paiements en retard\s: [\d\s]+,\d\d\s€/);
  const late = await page.locator('.chart td[data-label="En retard"]').allTextContents();
  const cents = (text: string) => Number(/[\d\s]+,\d\d/.exec(text)![0].replaceAll(/\D/g, ''));
  const sum = late.reduce((total, text) => total + cents(text), 0);
  expect(cents(await notice.locator('.notice__title').innerText())).toBe(sum);
});

test('sur un téléphone, l’en-tête est court et son menu s’ouvre sans script', async ({ page, portal }) => {
  await page.setViewportSize(PHONE);
  await page.goto('/');
  expect(await headerHeight(page)).toBeLessThanOrEqual(120);
  await expect(page.locator('#entete nav')).toBeHidden();
  await openMenu(page);
  await expect(page.locator('#entete').getByRole('link', { name: 'Aide' })).toBeVisible();
  await expect(page.locator('#entete').getByRole('link', { name: 'Se connecter' })).toBeVisible();

  await signInWithFigures(page, portal);
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 740 });
    await page.goto('/tableau-de-bord');
    expect(await headerHeight(page), `${width} px`).toBeLessThanOrEqual(120);
  }
  await expect(page.locator('#entete')).toContainText(BRUMAIRE.name);
  await openMenu(page);
  await page.locator('#entete').getByRole('link', { name: 'Profil' }).click();
  await expect(page).toHaveURL(/\/profil$/);
  expect(await headerHeight(page), 'closed again').toBeLessThanOrEqual(120);
  await signOut(page);
});

test('sur un téléphone, le tableau de bord est deux fois plus court qu’avant et se déplie', async ({ page, portal }) => {
  await signInWithFigures(page, portal);
  await page.setViewportSize(PHONE);
  await page.goto('/tableau-de-bord');
  // Without the message of the choice of the company.
  await page.reload();
  const height = await page.evaluate(() => {
    // Otherwise cards below the screen have an estimated height.
    document.querySelector('main')!.dataset.whole = '';
    return document.documentElement.scrollHeight;
  });
  console.log(`dashboard on a phone: ${height} px, formerly ${FORMER_HEIGHT} px`);
  expect(height).toBeLessThanOrEqual(FORMER_HEIGHT / 2);
  const list = page.locator('.card:has(> .table-frame + .unfold)').first();
  const rows = list.locator('tbody tr');
  await expect(rows.nth(0)).toBeVisible();
  await expect(rows.nth(1)).toBeHidden();
  await list.locator('.unfold summary').click();
  await expect(rows.last()).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.locator('.unfold').first()).toBeHidden();
});

test('les parts du graphique se distinguent sans leurs couleurs', async ({ page, portal }) => {
  await signInWithFigures(page, portal);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/tableau-de-bord');
    const { colours, gaps, hatched } = await page.evaluate(() => {
      const bar = [...document.querySelectorAll('.chart__bar')].find((one) => one.querySelectorAll('rect.late').length > 0)!;
      const parts = [...bar.querySelectorAll('rect:not(.hatch)')];
      const style = (element: Element) => getComputedStyle(element);
      return {
        colours: [...parts.map((part) => style(part).fill), style(document.querySelector('.chart')!.closest('.card')!).backgroundColor],
        gaps: parts.map((part) => [style(part).stroke, parseFloat(style(part).strokeWidth)]),
        hatched: [...bar.querySelectorAll('.hatch')].map((part) => style(part).fill),
      };
    });
    const surface = colours.at(-1)!;
    const parts = colours.slice(0, -1);
    expect(parts).toHaveLength(3);
    for (const [index, part] of parts.entries()) {
      expect(contrast(part, surface), `${colorScheme}: ${part} on ${surface}`).toBeGreaterThanOrEqual(3);
      if (index > 0) expect(contrast(part, parts[index - 1]!), `${colorScheme}: neighbours`).toBeGreaterThanOrEqual(3);
      expect(gaps[index], 'a gap between the parts').toEqual([surface, 3]);
    }
    expect(new Set(hatched).size, 'two hatchings').toBe(2);
  }
});

/** Contrast of two colours `rgb(…)` (WCAG 2). */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = colour.match(/\d+/g)!.map(Number).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

test('un agent lit le nom de ses services', async ({ page, portal }) => {
  await signInAgent(page, portal, await createAgent(portal, 'recette', 'pae'));
  for (const part of ['#entete', 'main .lead']) {
    await expect(page.locator(part)).toContainText(SERVICES.recette.name);
    await expect(page.locator(part)).toContainText(SERVICES.pae.name);
    await expect(page.locator(part)).not.toContainText(SERVICES.recette.code);
  }
});

test('un bouton occupé reste lisible', async ({ page }) => {
  await page.goto('/connexion');
  const button = page.locator('form[action="/form/connexion"] [type=submit]');
  await page.locator('form[action="/form/connexion"]').evaluate((form) => form.setAttribute('aria-busy', 'true'));
  const { color, backgroundColor, opacity } = await button.evaluate((element) => {
    // Without the transition of its colours.
    element.style.transition = 'none';
    const { color, backgroundColor, opacity } = getComputedStyle(element);
    return { color, backgroundColor, opacity };
  });
  expect(opacity).toBe('1');
  expect(contrast(color, backgroundColor)).toBeGreaterThanOrEqual(4.5);
});
