import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';

const PROMISE = /au plus tard le \d.*5.jours ouvrés/;

test('une question de réglementation reçoit une réponse écrite dans le délai promis', async ({ page, portal, check }) => {
  const email = `dorian.${process.pid}.${Date.now()}@exemple.test`;
  const main = page.locator('main');
  await page.goto('/nous-contacter?sujet=reglementation');
  await main.getByRole('link', { name: 'formulaire d’Infos Douane Service' }).click();
  await expect(page).toHaveURL(/\/infos-douane-service$/);
  await expect(main).toContainText(/sous 5.jours ouvrés/);
  await check(page);
  await send(page, '/form/ecrire-infos-douane', { sujet: 'colis', nom: 'Dorian Fictif', email, description: '' });
  await expectProblem(page, 'description', /Renseignez/);
  await check(page);
  const words = `Colis de thé ${Date.now()}`;
  await send(page, '/form/ecrire-infos-douane', { description: words });
  await expect(page).toHaveURL(/\/infos-douane-service\/envoye$/);
  await expect(main).toContainText(PROMISE);
  await check(page);

  const mail = await portal.simulator.mail(email, /\/assistance\/confirmation\?/);
  expect(mail.text).toContain('Infos Douane Service');
  await page.goto(/https?:\/\/\S+\/assistance\/confirmation\?[^\s"<>]+/.exec(mail.text)![0]);
  await expect(main).toContainText(PROMISE);
  await check(page);
  await submit(form(page, '/form/confirmer-dossier'));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Demande à Infos Douane Service');
  await expect(main).toContainText(PROMISE);
  await check(page);
  const casePage = page.url();
  const opened = await portal.simulator.mail(email, /est enregistrée/);
  expect(opened.text).toMatch(PROMISE);

  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  const adviser = await createMember(portal, 'Colin', 'adviser');
  await signInStaff(other, portal, adviser, /\/equipe$/);
  await other.goto(`/plateau?recherche=${encodeURIComponent(words)}`);
  await expect(other.locator('main')).toContainText('Aucun dossier');
  await other.goto(`/plateau/reglementation?recherche=${encodeURIComponent(words)}`);
  await expect(other.locator('main tbody tr')).toHaveCount(1);
  await check(other);
  await other.locator('main tbody a').first().click();
  await expect(other.locator('main')).toContainText('Réponse promise le');
  await submit(form(other, '/form/prendre-dossier'));
  await expect(other.locator('main')).toContainText('Citer le texte applicable');
  await check(other);
  await send(other, '/form/repondre-dossier', { message: 'Le colis est soumis à la TVA.' });
  await expect(other.locator('main')).toContainText('Votre réponse est envoyée');
  await context.close();

  await page.goto(casePage);
  await expect(main).toContainText('soumis à la TVA');
  await expect(main).toContainText('Infos Douane Service');
  await expect(main).not.toContainText(PROMISE);
  await check(page);
});
