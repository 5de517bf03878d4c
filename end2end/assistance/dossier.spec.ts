import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';

test('une personne sans compte ouvre un dossier et un conseiller y répond', async ({ page, portal, check }) => {
  const email = `dorian.${process.pid}.${Date.now()}@exemple.test`;
  await page.goto('/assistance?page=/aide');
  await check(page);
  await send(page, '/form/saisir-assistance', { sujet: 'page', nom: 'Dorian Fictif', email, description: '' });
  await expectProblem(page, 'description', /Renseignez/);
  await check(page);
  const words = `Page blanche ${Date.now()}`;
  await send(page, '/form/saisir-assistance', { description: words });
  await expect(page).toHaveURL(/\/assistance\/envoye$/);
  await check(page);

  const mail = await portal.simulator.mail(email, /\/assistance\/confirmation\?/);
  const link = /https?:\/\/\S+\/assistance\/confirmation\?[^\s"<>]+/.exec(mail.text)![0];
  await page.goto(link);
  await check(page);
  await submit(form(page, '/form/confirmer-dossier'));
  await expect(page).toHaveURL(/\/assistance\/dossier\/A-/);
  await expect(page.locator('main')).toContainText('ne sera plus affichée');
  await check(page);
  const casePage = page.url();

  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  const adviser = await createMember(portal, 'Colin', 'adviser');
  await signInStaff(other, portal, adviser, /\/equipe$/);
  await other.goto(`/plateau?recherche=${encodeURIComponent(words)}`);
  await check(other);
  await other.locator('main tbody a').first().click();
  await expect(other.locator('main')).toContainText(words);
  await submit(form(other, '/form/prendre-dossier'));
  await expect(form(other, '/form/repondre-dossier')).toBeVisible();
  await other.goto(`${other.url().split('?')[0]}?modele=precision`);
  await submit(form(other, '/form/repondre-dossier'));
  await expectProblem(other, 'message', /Remplacez/);
  await check(other);
  await send(other, '/form/repondre-dossier', { message: 'Videz le cache de votre navigateur.' });
  await expect(other.locator('main')).toContainText('Votre réponse est envoyée');
  await send(other, '/form/noter-dossier', { note: 'Note réservée aux conseillers' });
  await expect(other.locator('main')).toContainText('Jamais montrée à la personne');
  await check(other);
  await submit(form(other, '/form/clore-dossier'));
  await expect(other.locator('main')).toContainText('Le dossier est clos');
  await context.close();

  await page.goto(casePage);
  await expect(page.locator('main')).toContainText('Videz le cache');
  await expect(page.locator('main')).not.toContainText('réservée aux conseillers');
  await check(page);
  await send(page, '/form/completer-dossier', { message: 'Merci, elle reste blanche.' });
  await expect(page.locator('main')).toContainText('Votre message est envoyé');
  await expect(page.locator('main')).toContainText('attend un conseiller');

  await page.goto('/assistance/suivi');
  await check(page);
  await send(page, '/form/suivre-dossier', { reference: 'A-0000-0000', cle: '0000-0000-0000-0000' });
  await expect(page.locator('main')).toContainText('Aucun dossier');
  await check(page);
});
