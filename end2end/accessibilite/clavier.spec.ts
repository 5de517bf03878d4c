import type { Page } from '@playwright/test';
import { newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';

// What axe does not see: where the keyboard leads, and what a reader asked of their system.

interface Stop {
  /** Its place among all elements of the page. */
  place: number;
  says: string;
  /** Something is drawn around it. */
  marked: boolean;
  inSight: boolean;
}

/** What has the focus; `undefined` once it has left the page. */
async function focused(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      place: [...document.querySelectorAll('*')].indexOf(element),
      says: (element.getAttribute('name') ?? element.textContent ?? '').trim(),
      marked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      inSight: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

/** Every place that the Tab key stops at, from the top of the page. */
async function stops(page: Page): Promise<Stop[]> {
  const found: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop || found.some((one) => one.place === stop.place)) return found;
    found.push(stop);
  }
}

test('la touche Tab suit l’ordre de la page et se voit partout', async ({ page }) => {
  await page.goto('/inscription');
  const found = await stops(page);
  expect(found[0]!.says, 'first of all, past the header').toMatch(/contenu/);
  expect(found.map((stop) => stop.place)).toEqual(found.map((stop) => stop.place).toSorted((a, b) => a - b));
  expect(found.filter((stop) => !stop.marked || !stop.inSight)).toEqual([]);
  for (const name of ['identifiant', 'mot_de_passe', 'nom', 'email', 'liste_diffusion', 'Valider', 'Accessibilité']) {
    expect(found.some((stop) => stop.says.includes(name)), name).toBe(true);
  }
});

test('au clavier seul : un formulaire fautif, son résumé, le champ, l’envoi', async ({ page }) => {
  const person = newPerson();
  await page.goto('/connexion');
  await page.locator('[name="identifiant"]').focus();
  await page.keyboard.type(person.identifiant);
  await page.keyboard.press('Enter');
  const summary = page.locator('[data-error-summary]');
  await expect(summary).toBeFocused();
  // The first link of the summary leads to the faulty field.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('[name="mot_de_passe"]')).toBeFocused();
  await page.keyboard.type('Un-mot-de-passe-inconnu-17');
  await page.keyboard.press('Enter');
  await expect(summary).toContainText('inexact');
  await expect(page.locator('[name="identifiant"]')).toHaveValue(person.identifiant);
});

test('sans animation pour qui n’en veut pas', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/', '/inscription']) {
    await page.goto(path);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          const still = transitionDuration.split(', ').every((duration) => parseFloat(duration) < 0.01);
          return !still || animationName !== 'none' || scrollBehavior === 'smooth';
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(moving, path).toEqual([]);
  }
});

test('avec les couleurs du système : ce qui s’actionne garde un contour', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/inscription');
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main button, main input, main select, main textarea, .button')]
      .filter((element) => element.offsetWidth > 1)
      .filter((element) => {
        const { appearance, borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        const bordered = borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0 && borderTopColor !== backgroundColor;
        return !bordered && !['checkbox', 'radio', 'auto'].includes(appearance);
      })
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(bare).toEqual([]);
  await page.locator('[name="identifiant"]').focus();
  expect((await focused(page))!.marked, 'the focus is seen').toBe(true);
});
