import { createMember, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';

// Changes of the staff require a secured network.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

test('un administrateur invite un conseiller, le modifie et lit le journal', async ({ page, portal, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await check(page);
  await page.goto('/administration');
  await check(page);

  await page.getByRole('link', { name: 'Ajouter un membre' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ajouter un membre');
  await check(page);
  const adviser = newPerson('Colin');
  await send(page, '/form/creer-membre', { identifiant: 'x', nom: '', email: adviser.email, role_conseiller: true });
  await expectProblem(page, 'nom', /Renseignez/);
  await check(page);
  await expect(form(page, '/form/creer-membre').locator('[name=role_conseiller]')).toBeChecked();
  const nom = `${adviser.prenom} ${adviser.nom}`;
  await send(page, '/form/creer-membre', { identifiant: adviser.identifiant, nom });
  await expect(page).toHaveURL(/\/administration\/equipe\/[0-9a-f-]+$/);
  const memberPage = page.url();
  await check(page);

  // The adviser chooses a password with the link; opening it twice does not use it.
  const mail = await portal.simulator.mail(adviser.email, /\/equipe\/mot-de-passe\?/);
  const link = /https?:\/\/\S+\/equipe\/mot-de-passe\?[^\s"<>]+/.exec(mail.text)![0];
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  await other.goto(link);
  await other.goto(link);
  await check(other);
  await send(other, '/form/equipe-mot-de-passe', { mot_de_passe: adviser.password, confirmation: adviser.password });
  await expect(other).toHaveURL(/\/equipe\/connexion$/);
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1 })).toContainText('non valable');
  await check(other);
  await signInStaff(other, portal, adviser, /\/equipe$/);
  await other.goto('/administration');
  await expect(other.locator('main')).toContainText('réservée au rôle');

  // Disabled, the adviser is signed out at once.
  await page.goto(memberPage);
  await send(page, '/form/modifier-membre', { role_redacteur: true });
  await expect(page.locator('main')).toContainText('Les changements sont enregistrés');
  await submit(form(page, '/form/desactiver-membre'));
  await expect(page.locator('main')).toContainText('Compte désactivé');
  await check(page);
  await other.goto('/equipe');
  await expect(other).toHaveURL(/\/equipe\/connexion/);
  await context.close();

  await page.goto(`/administration/journal?recherche=${adviser.identifiant}`);
  const acts = page.locator('main tbody tr');
  await expect(acts).toHaveCount(5);
  await expect(acts.first()).toContainText('Membre désactivé');
  await check(page);
});

test('un administrateur ne retire pas ses propres droits et gère les services', async ({ page, portal, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await check(page);
  await page.goto('/administration');
  await page.getByRole('link', { name: `${administrator.prenom} ${administrator.nom}` }).click();
  await send(page, '/form/modifier-membre', { role_agent: true });
  await expect(page.locator('.error-summary, [role=alert], .notice--error').first()).toContainText('autre administrateur');
  await check(page);

  await page.goto('/administration/services');
  await check(page);
  await page.getByRole('link', { name: 'Ajouter un service' }).click();
  await send(page, '/form/creer-service', {
    code_service: 'PAE-ESSAI',
    nature: 'pae',
    nom: 'PAE d’essai (fictif)',
    adresse: '1 rue de l’Essai, 59000 Lille',
    courriel: 'pae.essai@exemple.test',
    telephone: '12',
  });
  await expectProblem(page, 'telephone', /téléphone|numéro/i);
  await check(page);
  await send(page, '/form/creer-service', { telephone: '03 20 00 00 00' });
  await expect(page).toHaveURL(/\/administration\/services$/);
  await page.getByRole('link', { name: 'PAE d’essai (fictif)' }).click();
  await check(page);
  await send(page, '/form/modifier-service', { nom: 'PAE de Lille (fictif)' });
  await expect(page.locator('main')).toContainText('PAE de Lille (fictif)');
});
