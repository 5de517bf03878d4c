import { createAccount } from '../portal/people.ts';
import { ADDRESS, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

test('un visiteur apprend comment adhérer et à quel service écrire', async ({ page, check }) => {
  await page.goto('/recherche?recherche=adhérer à DELTA-G');
  await page.locator('main').getByRole('link', { name: 'DELTA-G' }).first().click();
  const main = page.locator('main');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Adhérer à DELTA-G');
  await expect(main).toContainText('Sans cette relation, personne ne peut recevoir de droit');
  await expect(main.getByRole('link', { name: 'Connectez-vous' })).toBeVisible();
  await check(page);

  await main.getByRole('link', { name: 'Trouver le service' }).click();
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('Adhérer à un téléservice');
  const place = page.getByLabel('Département ou code postal');
  const find = main.getByRole('button', { name: 'Trouver les services' });
  await place.fill(BRUMAIRE.siret);
  await find.click();
  await expect(page.locator('#lieu-erreur')).toContainText('ne dit pas le département');
  await expect(place).toHaveValue(BRUMAIRE.siret);
  await check(page);
  await place.fill('44 000 Nantes');
  await find.click();
  await expect(main.getByRole('heading', { level: 1 })).toContainText('département 44');
  await expect(main.locator('.card')).toContainText([SERVICES.pae.name]);
  await expect(main).toContainText(ADDRESS);
  await check(page);
  await page.goto('/adhesion?lieu=2a');
  await expect(main).toContainText('Aucun service connu dans le département 2A');
  await check(page);
});

test('une déclarante voit ce que son entreprise peut ouvrir, et pourquoi', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  const main = page.locator('main');
  await page.goto('/adhesion/DELTA-G');
  await expect(main).toContainText('vous avez des droits sur DELTA-G');
  await check(page);
  await page.goto('/adhesion/CIEL');
  await expect(main).toContainText('vous ne pouvez pas ouvrir CIEL');
  await check(page);
});
