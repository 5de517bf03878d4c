import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkFromMail } from '../steps/account.ts';
import { expectProblem, form, send } from '../steps/form.ts';
import { signInByRequest } from '../steps/requests.ts';

test('l’adresse change après confirmation aux deux adresses', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  const email = `nouvelle.${person.email}`;
  await signInByRequest(page, portal, person);
  await page.goto('/profil/courriel');
  await check(page);
  await page.locator('main a[href="/profil/courriel/adresse"]').click();
  await check(page);
  await send(page, '/form/changer-adresse', { email: 'pas une adresse' });
  await expectProblem(page, 'email', /adresse de courriel complète/);
  await check(page);
  await send(page, '/form/changer-adresse', { email });
  await expect(page.locator('main')).toContainText('Changement en attente');
  await check(page);

  await page.goto(await linkFromMail(portal, email, '/changement-adresse'));
  await check(page);
  await send(page, '/form/confirmer-adresse');
  await expect(page).toHaveURL(/\/changement-adresse\/accord$/);
  await check(page);
  await page.goto('/profil/courriel');
  await expect(page.locator('main')).toContainText('la nouvelle adresse est confirmée');

  const link = await linkFromMail(portal, person.email, '/changement-adresse');
  await page.goto(link);
  await check(page);
  await send(page, '/form/confirmer-adresse');
  await expect(page).toHaveURL(/\/changement-adresse\/termine$/);
  await check(page);
  // In the browser that used it, the link shows what it did.
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('Votre adresse de courriel a été changée');
  await check(page);
  await page.goto('/profil/courriel');
  await expect(page.locator('main')).toContainText(email);
  await expect(page.locator('main')).not.toContainText('en attente');
  await portal.simulator.mail(person.email, /adresse de courriel de votre compte a changé/);
});

test('une adresse déjà prise ne se distingue pas d’une adresse libre', async ({ page, portal }) => {
  const [person, owner] = [await createAccount(portal), await createAccount(portal, 'Basile')];
  await signInByRequest(page, portal, person);
  const answers: string[] = [];
  for (const email of [`libre.${person.email}`, owner.email]) {
    await page.goto('/profil/courriel/adresse');
    await send(page, '/form/changer-adresse', { email });
    await expect(page.locator('main')).toContainText(email);
    answers.push((await page.locator('main').innerText()).replaceAll(email, '…'));
  }
  expect(answers[0]).toBe(answers[1]);
  await portal.simulator.mail(owner.email, /demandée pour un autre compte/);
  await send(page, '/form/abandonner-adresse');
  await expect(page.locator('main')).toContainText('annulé');
  await expect(page.locator('main')).not.toContainText(owner.email);
});

test('les choix de messages sont enregistrés', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/profil/courriel');
  const choices = form(page, '/form/choix-messages');
  await expect(choices.locator('[name="mel_reponse"]')).toBeChecked();
  await send(page, '/form/choix-messages', { mel_reponse: false, liste_diffusion: true });
  await expect(page.locator('main')).toContainText('choix de messages sont enregistrés');
  await check(page);
  await page.goto('/profil/courriel');
  await expect(choices.locator('[name="mel_reponse"]')).not.toBeChecked();
  await expect(choices.locator('[name="mel_cloture"]')).toBeChecked();
  await expect(choices.locator('[name="liste_diffusion"]')).toBeChecked();
});

test.describe('dans un autre fuseau horaire', () => {
  test.use({ timezoneId: 'America/Cayenne' });

  test('l’échéance d’un changement d’adresse est dite aussi à l’heure de l’appareil', async ({ page, portal, scripts }) => {
    const person = await createAccount(portal);
    await signInByRequest(page, portal, person);
    await page.goto('/profil/courriel/adresse');
    await send(page, '/form/changer-adresse', { email: `nouvelle.${person.email}` });
    const deadline = page.locator('main time').last();
    await expect(deadline).toContainText(scripts ? /\(heure de Paris\), soit le .+ à votre heure$/ : /\(heure de Paris\)$/);
  });
});
