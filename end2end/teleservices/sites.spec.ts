import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('le site d’une administration s’ouvre connecté avec le compte rattaché', async ({ page, portal, context, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  // The co-owner forgets the sign-in that linked the account.
  await context.clearCookies({ name: 'simulateur_dgddi' });
  await page.goto('/teleservices');
  const sites = page.locator('#sites + ul');
  await expect(sites.locator('li', { hasText: 'douane.gouv.fr' })).toContainText('avec votre compte rattaché');
  await expect(sites.locator('li', { hasText: 'urssaf.fr' })).toContainText('n’est pas rattaché');
  await check(page);
  const opened = context.waitForEvent('page');
  await sites.getByRole('link', { name: /^douane\.gouv\.fr/ }).click();
  const site = await opened;
  await expect(site).toHaveURL(`${portal.simulator.http}/dgddi`);
  await expect(site.locator('main')).toContainText('Personne connectée');
  const plain = context.waitForEvent('page');
  await sites.getByRole('link', { name: /^urssaf\.fr/ }).click();
  await expect((await plain).locator('main')).toContainText('Aucune personne n’est connectée');
});
