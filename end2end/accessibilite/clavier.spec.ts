import type { Page } from '@playwright/test';
import { newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';

// Checks beyond axe: keyboard navigation, and the user's display settings.

interface Stop {
  /** Index among all elements of the page. */
  position: number;
  /** Name of the field, or text of the element. */
  label: string;
  /** `true` if it has a visible outline. */
  outlined: boolean;
  visible: boolean;
}

/** Returns the focused element, or `undefined` if the focus is outside of the page. */
async function focusedStop(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      position: [...document.querySelectorAll('*')].indexOf(element),
      label: (element.getAttribute('name') ?? element.textContent ?? '').trim(),
      outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

/** Returns the elements reached with the Tab key, from the top of the page. */
async function tabStops(page: Page): Promise<Stop[]> {
  const found: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await focusedStop(page);
    if (!stop || found.some((other) => other.position === stop.position)) return found;
    found.push(stop);
  }
}

test('la touche Tab suit l’ordre de la page, avec un focus toujours visible', async ({ page }) => {
  await page.goto('/inscription');
  const found = await tabStops(page);
  expect(found[0]!.label, 'the skip link is first').toMatch(/contenu/);
  expect(found.map((stop) => stop.position)).toEqual(found.map((stop) => stop.position).toSorted((a, b) => a - b));
  expect(found.filter((stop) => !stop.outlined || !stop.visible)).toEqual([]);
  for (const name of ['identifiant', 'mot_de_passe', 'nom', 'email', 'liste_diffusion', 'Valider', 'Accessibilité']) {
    expect(found.some((stop) => stop.label.includes(name)), name).toBe(true);
  }
});

test('un formulaire en erreur se corrige et s’envoie au clavier', async ({ page }) => {
  const person = newPerson();
  await page.goto('/connexion');
  await page.locator('[name="identifiant"]').focus();
  await page.keyboard.type(person.identifiant);
  await page.keyboard.press('Enter');
  const summary = page.locator('[data-error-summary]');
  await expect(summary).toBeFocused();
  // Read once: by the focus, not as a live region too.
  const live = '[role=alert], [role=status], [aria-live]';
  expect(await summary.evaluate((element, live) => element.closest(live) === null && element.querySelector(live) === null, live)).toBe(true);
  // The first link of the summary focuses the invalid field.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('[name="mot_de_passe"]')).toBeFocused();
  await page.keyboard.type('Un-mot-de-passe-inconnu-17');
  await page.keyboard.press('Enter');
  await expect(summary).toContainText('inexact');
  await expect(page.locator('[name="identifiant"]')).toHaveValue(person.identifiant);
});

test('aucune animation si l’usager a demandé de les réduire', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/', '/inscription']) {
    await page.goto(path);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          const immediate = transitionDuration.split(', ').every((duration) => parseFloat(duration) < 0.01);
          return !immediate || animationName !== 'none' || scrollBehavior === 'smooth';
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(moving, path).toEqual([]);
  }
});

test('les éléments interactifs gardent un contour avec les couleurs du système', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/inscription');
  const withoutBorder = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main button, main input, main select, main textarea, .button')]
      .filter((element) => element.offsetWidth > 1)
      .filter((element) => {
        const { appearance, borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        const bordered = borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0 && borderTopColor !== backgroundColor;
        return !bordered && !['checkbox', 'radio', 'auto'].includes(appearance);
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(withoutBorder).toEqual([]);
  await page.locator('[name="identifiant"]').focus();
  expect((await focusedStop(page))!.outlined, 'visible focus').toBe(true);
});
