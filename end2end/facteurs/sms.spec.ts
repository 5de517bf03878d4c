import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signOut } from '../steps/account.ts';
import { enterPassword, readRecoveryCodes } from '../steps/mfa.ts';
import { expectProblem, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test('un numéro confirmé reçoit un code à chaque connexion', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  const number = `0612${String(Date.now() % 1_000_000).padStart(6, '0')}`;
  const received = `+33${number.slice(1)}`;
  await signInByRequest(page, portal, person);
  await page.goto('/profil/securite/niveau');
  await send(page, '/form/changer-niveau', { niveau: 'sms', numero_sms: number });
  await expect(page).toHaveURL(/\/numero-sms/);
  await check(page);
  await send(page, '/form/confirmer-numero', { code: '000000' });
  await expectProblem(page, 'code', /inexact/);
  await send(page, '/form/confirmer-numero', { code: await portal.simulator.smsCode(received, 1) });
  await readRecoveryCodes(page);
  await page.locator('main a.button').click();
  await signOut(page);

  await enterPassword(page, person);
  await expect(page.locator('main')).toContainText(number.slice(-2));
  await check(page);
  await send(page, '/form/connexion-code', { code: await portal.simulator.smsCode(received, 2) });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});
