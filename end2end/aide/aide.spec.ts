import { expect, test } from '../portal/test.ts';
import { form, send } from '../steps/form.ts';

const STATE = /(ouvert jusqu’à|fermé)/i;

test('un visiteur cherche une réponse, la lit et dit si elle l’a aidé', async ({ page, check }) => {
  await page.goto('/aide');
  await page.getByRole('search').getByLabel('Chercher une réponse').fill('supression de mandats');
  await page.getByRole('search').getByRole('button', { name: 'Rechercher' }).click();
  const main = page.locator('main');
  await expect(main).toContainText('Recherche faite avec');
  await check(page);
  await main.getByRole('link', { name: /ouvrir ou supprimer un mandat/ }).click();
  await expect(page).toHaveURL(/\/faq\/supprimer-un-mandat$/);
  await expect(main).toContainText('Mis à jour le');
  await check(page);
  await form(page, '/form/faq-utile').getByRole('button', { name: 'Non' }).click();
  await expect(main).toContainText('Merci, votre avis est enregistré.');
  await check(page);
  await main.getByRole('link', { name: 'Choisissez le bon contact' }).click();
  await expect(page).toHaveURL(/\/nous-contacter$/);
});

test('une recherche sans réponse mène aux thèmes et aux contacts', async ({ page, check }) => {
  await page.goto('/faq?recherche=licornes');
  const main = page.locator('main');
  await expect(main).toContainText('Aucune réponse trouvée');
  await expect(main.getByRole('link', { name: 'Nous contacter' })).toBeVisible();
  await check(page);
});

test('la page de contact demande le sujet et mène au bon service', async ({ page, check }) => {
  await page.goto('/');
  await page.locator('#pied').getByRole('link', { name: 'Nous contacter' }).click();
  const main = page.locator('main');
  await check(page);
  for (const [subject, service] of [
    ['Un problème technique', /assistance du portail.*0809/s],
    ['Une créance, un paiement ou un cautionnement', /une recette des douanes/],
    ['Une déclaration, une taxe ou une garantie', /pôle gestion des procédures du bureau de douane/],
    ['La réglementation douanière', /Infos Douane Service.*5.jours ouvrés/s],
  ] as const) {
    await page.goto('/nous-contacter');
    await main.getByRole('link', { name: subject }).click();
    await expect(main.getByRole('heading', { level: 1 })).toHaveText(subject);
    await expect(main).toContainText(service);
    await check(page);
  }
  await expect(main).toContainText(STATE);
  await expect(page.locator('#pied')).toContainText(STATE);
});

test('l’assistant cite ses sources, dit quand il ne sait pas, puis mène à une personne', async ({ page, check }) => {
  await page.goto('/aide/assistant');
  await check(page);
  const main = page.locator('main');
  await send(page, '/form/assistant', { question: 'jai perdu mon mdp' });
  await expect(main).toContainText('J’ai oublié mon mot de passe');
  await expect(main).toContainText(/Question fréquente, mis à jour le/);
  await check(page);
  for (const question of ['recette de la tarte aux pommes', 'qui a gagné la coupe du monde']) {
    await send(page, '/form/assistant', { question });
    await expect(main.locator('.message__body').last()).toHaveText(question);
  }
  await expect(main).toContainText('Je ne sais pas.');
  await expect(main).toContainText('Parlez à une personne');
  await expect(main).toContainText('jai perdu mon mdp');
  await check(page);
  await send(page, '/form/assistant', { question: '' });
  await expect(main.locator('[data-error-summary]')).toBeVisible();
  await form(page, '/form/effacer-conversation').getByRole('button').click();
  await expect(main).not.toContainText('Parlez à une personne');
});
