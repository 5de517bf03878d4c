import { createAccount } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgain } from '../steps/account.ts';
import { expectValues, fill, form, submit } from '../steps/form.ts';
import { moduleReady } from '../steps/network.ts';
import { openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// Restarting the server with another idle time preserves the sessions and changes their expiry.
test.use({ ownPortal: true, expectedErrors: [/Failed to load resource/] });

const TYPED = { message: 'Une question qui se réfléchit longuement.' };

/** Restarts the server with another idle time. */
async function setIdleMinutes(portal: Portal, minutes: number): Promise<void> {
  await portal.restart({ PRODOUANE__SESSIONS__IDLE_MINUTES: String(minutes) });
}

test('la fin de session est annoncée, peut être repoussée et ne perd pas la saisie', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  if (scripts) await page.clock.install();
  await openMotif(page, 'garantie-mise-en-place');
  const draft = page.url();
  await fill(form(page, '/form/brouillon'), TYPED);
  if (scripts) {
    const warning = page.getByRole('dialog', { name: 'Votre session va bientôt se fermer' });
    await moduleReady(page);
    await setIdleMinutes(portal, 2);
    await page.clock.fastForward('13:01');
    await expect(warning).toBeVisible();
    await expect(warning.getByRole('button', { name: 'Rester connecté' })).toBeFocused();
    await check(page);
    const extended = page.waitForResponse(/prolongation/);
    await warning.getByRole('button', { name: 'Rester connecté' }).click();
    await extended;
    await expect(warning).toBeHidden();
    await expectValues(page, '/form/brouillon', TYPED);
    await setIdleMinutes(portal, 0);
    await page.clock.fastForward('02:00');
  } else {
    await setIdleMinutes(portal, 0);
    await submit(form(page, '/form/brouillon'));
  }
  await expect(page).toHaveURL(/\/connexion\?retour=/);
  await expect(page.locator('main')).toContainText('Votre saisie est conservée : reconnectez-vous avec le même compte');
  await check(page);
  if (scripts) await moduleReady(page);
  await setIdleMinutes(portal, 15);
  await signInAgain(page, portal, person);
  await expectValues(page, '/form/brouillon', TYPED);
  expect(page.url()).toBe(draft);
  await check(page);
});
