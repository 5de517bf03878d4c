import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { send } from '../steps/form.ts';

test('un avis donné sans compte est lu par un rédacteur, sans ce qui identifie', async ({ page, portal, check }) => {
  await page.goto('/mentions-legales');
  await page.getByRole('link', { name: 'Avis sur le site' }).click();
  const comment = `Essai ${Date.now() % 100000}, répondez-moi au 06 12 34 56 78`;
  await send(page, '/form/avis', { satisfaction: 'satisfait', commentaire: comment });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Merci');

  const editor = await createMember(portal, 'Regis', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await page.getByRole('main').getByRole('link', { name: /Avis$/ }).click();
  await expect(page).toHaveURL(/\/equipe\/avis$/);
  await check(page);
  const row = page.locator('main tbody tr', { hasText: comment.split(',')[0] });
  await expect(row).toContainText('/mentions-legales');
  await expect(row).toContainText('[retiré]');
  await expect(page.locator('main')).not.toContainText('06 12 34');
  const csv = await page.request.get((await page.getByRole('link', { name: /CSV/ }).getAttribute('href'))!);
  expect(await csv.text()).toContain('[retiré]');
});
