import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { linkFromMail, signInStaff } from '../steps/account.ts';
import { BRIEFLY, changed } from '../steps/changes.ts';
import { expectProblem, expectValues, send } from '../steps/form.ts';

// The number of subscribers is that of this scenario alone.
test.use({ ownPortal: true });

const EMAIL = 'dorian.lettre@exemple.fr';
const TEXT = 'Les **bureaux** ferment à midi le 24 décembre.\n\n- [Questions fréquentes](/faq)\n- Le Havre';

test('un visiteur s’abonne, une rédactrice envoie une lettre, le visiteur se désabonne', async ({ page, browser, portal, scripts, check }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Lettres Infos Douane' }).click();
  await expect(page.locator('h1')).toHaveText('Infos Douane');
  await check(page);
  await send(page, '/form/abonner-infos-douane', { email: 'dorian.lettre' });
  await expectProblem(page, 'email', /adresse/);
  await expectValues(page, '/form/abonner-infos-douane', { email: 'dorian.lettre' });
  await check(page);
  await send(page, '/form/abonner-infos-douane', { email: EMAIL });
  await expect(page.locator('main')).toContainText('Un courriel vient de vous être envoyé');
  await page.goto(await linkFromMail(portal, EMAIL, '/infos-douane/abonnement'));
  await check(page);
  await send(page, '/form/confirmer-abonnement');
  await expect(page.locator('main')).toContainText('Votre abonnement est confirmé');

  const editor = await createMember(portal, 'Regis', 'editor');
  const staffContext = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
  const staff = await staffContext.newPage();
  await signInStaff(staff, portal, editor, /\/equipe$/);
  await staff.goto('/equipe/lettres');
  await check(staff);
  await staff.getByRole('link', { name: 'Rédiger une lettre' }).click();
  await send(staff, '/form/creer-lettre', { objet: 'Horaires de fin d’année', texte: '' });
  await expectProblem(staff, 'texte', /Texte/);
  await expectValues(staff, '/form/creer-lettre', { objet: 'Horaires de fin d’année' });
  await check(staff);
  await send(staff, '/form/creer-lettre', { objet: 'Horaires de fin d’année', texte: TEXT });
  await expect(staff.locator('main')).toContainText('Le brouillon est enregistré');
  await expect(staff.locator('main strong', { hasText: 'bureaux' })).toBeVisible();
  await check(staff);
  await send(staff, '/form/essayer-lettre');
  await portal.simulator.mail(editor.email, /Ceci est un essai/);
  await expect(staff.locator('main')).toContainText('à 1 abonné.');
  await send(staff, '/form/envoyer-lettre');
  await expect(staff.locator('main')).toContainText('L’envoi commence');
  const delivered = staff.locator('main dt', { hasText: /^Remis$/ }).locator('xpath=following-sibling::dd[1]');
  await changed(staff, scripts, () => expect(delivered).toHaveText('1', BRIEFLY));
  await check(staff);
  await staffContext.close();

  const mail = await portal.simulator.mail(EMAIL, /ferment à midi/);
  expect(mail.text).toContain(`Questions fréquentes (${portal.address}/faq)`);
  await page.goto('/infos-douane');
  await page.getByRole('link', { name: 'Horaires de fin d’année' }).click();
  await expect(page.locator('main')).toContainText('ferment à midi');
  await check(page);
  await page.goto(await linkFromMail(portal, EMAIL, '/infos-douane/desabonnement'));
  await check(page);
  await send(page, '/form/desabonner-infos-douane');
  await expect(page.locator('h1')).toHaveText('Vous êtes désabonné');
  await check(page);
});

test('un lien d’abonnement ou de désabonnement inconnu dit quoi faire', async ({ page, check }) => {
  for (const address of ['/infos-douane/abonnement?jeton=inconnu', '/infos-douane/desabonnement?jeton=inconnu']) {
    await page.goto(address);
    await expect(page.locator('h1')).toContainText('non valable');
    await check(page);
  }
});
