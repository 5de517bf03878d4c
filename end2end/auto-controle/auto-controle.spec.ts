import { createAccount } from '../portal/people.ts';
import { runCommand } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

const FORM = '/form/auto-controle';

test('l’auto-contrôle indique ce qui bloque et donne une référence consultable par l’assistance', async ({ page, portal, scripts, check }) => {
  await page.goto('/aide');
  await page.locator('main a[href="/auto-controle"]').click();
  await check(page);
  await send(page, FORM, { numero: '12345678912345', frappe: 'ABC' });
  await expect(page).toHaveURL(/\/auto-controle\/[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const main = page.locator('main');
  await expect(main).toContainText('Le navigateur a renvoyé le cookie du portail');
  await expect(main).toContainText('Le verrouillage des majuscules semble actif');
  await expect(main).toContainText('Ce SIRET est inexact');
  await expect(main).toContainText(scripts ? 'L’heure de l’appareil est juste' : 'Ne peut pas être mesurée sans scripts');
  await check(page);
  const reference = (await page.locator('.reference').innerText()).trim();
  const output = await runCommand(['self-check', 'show', reference.toLowerCase()], portal.environment);
  expect(output).toContain('À corriger\tLe verrouillage des majuscules');

  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/auto-controle');
  await send(page, FORM, {});
  await expect(main).toContainText('Aucun compte d’administration n’est rattaché');
  await expect(main).not.toContainText(person.identifiant);
  await check(page);
});

test('le verrouillage des majuscules est signalé pendant la frappe', async ({ page, scripts }) => {
  test.skip(!scripts, 'le clavier n’est lu que par un script');
  await page.goto('/connexion');
  const password = page.locator('#mot_de_passe');
  await password.focus();
  await expect(async () => {
    await password.evaluate((input) =>
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: true })),
    );
    await expect(page.locator('[data-caps-lock]')).toContainText('majuscules est actif', { timeout: 500 });
  }).toPass();
  await password.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true })));
  await expect(page.locator('[data-caps-lock]')).toHaveText('');
});
