import { createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { form, send } from '../steps/form.ts';

test('un agent choisit les courriels qu’il reçoit', async ({ page, portal, check }) => {
  await signInAgent(page, portal, await createAgent(portal, 'pae'));
  await page.goto('/equipe/securite');
  await page.getByRole('link', { name: 'Mes courriels' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Mes courriels');
  await check(page);
  await expect(form(page, '/form/courriels-agent').locator('[name=instant]')).toBeChecked();
  await send(page, '/form/courriels-agent', { instant: false, recapitulatif: '9' });
  await expect(page.locator('.notice--success')).toContainText('Votre choix est enregistré');
  await expect(form(page, '/form/courriels-agent').locator('[name=recapitulatif]')).toHaveValue('9');
  await expect(form(page, '/form/courriels-agent').locator('[name=instant]')).not.toBeChecked();
  await check(page);
});
