import type { Page } from '@playwright/test';
import { createAccount, type Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { code } from '../steps/account.ts';
import { expectKept, fill, form, send, submit } from '../steps/form.ts';
import { openMotif } from '../steps/question.ts';
import { linked, signedIn } from '../steps/scene.ts';

// The idle time is changed by starting the server again: the sessions stay, their end comes sooner.
test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

const TYPED = { message: 'Une question qui se réfléchit longuement.' };

async function idleMinutes(portal: Portal, minutes: number): Promise<void> {
  await portal.stopServer();
  portal.environment.PRODOUANE__SESSIONS__IDLE_MINUTES = String(minutes);
  await portal.startServer();
}

/** On the sign-in page that says that the session has ended: back to the page, where what was typed is. */
async function signInAgain(page: Page, portal: Portal, person: Person): Promise<void> {
  const known = (await portal.simulator.mails(person.email)).length;
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await code(portal, person, known) });
  await expect(page.locator('main')).toContainText('Ce que vous aviez saisi vous attend');
  await page.getByRole('link', { name: 'Continuer' }).click();
  await expectKept(page, '/form/brouillon', TYPED);
}

test('la fin de la session s’annonce, se repousse, et ne perd rien de ce qui est saisi', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal);
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  if (scripts) await page.clock.install();
  await openMotif(page, 'garantie-mise-en-place');
  const draft = page.url();
  await fill(form(page, '/form/brouillon'), TYPED);
  if (scripts) {
    const warning = page.getByRole('dialog', { name: 'Votre session va bientôt se fermer' });
    await idleMinutes(portal, 2);
    await page.clock.fastForward('13:01');
    await expect(warning).toBeVisible();
    await expect(warning.getByRole('button', { name: 'Rester connecté' })).toBeFocused();
    await check(page);
    const pushed = page.waitForResponse(/prolongation/);
    await warning.getByRole('button', { name: 'Rester connecté' }).click();
    await pushed;
    await expect(warning).toBeHidden();
    await expectKept(page, '/form/brouillon', TYPED);
    await idleMinutes(portal, 0);
    await page.clock.fastForward('02:00');
  } else {
    await idleMinutes(portal, 0);
    await submit(form(page, '/form/brouillon'));
  }
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await expect(page.locator('main')).toContainText('Ce que vous avez saisi vous attend');
  await check(page);
  await idleMinutes(portal, 15);
  await signInAgain(page, portal, person);
  expect(page.url()).toBe(draft);
  await check(page);
});
