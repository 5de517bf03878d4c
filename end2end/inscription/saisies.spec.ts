import { createAccount, newPerson } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { register } from '../steps/account.ts';
import { expectValues, expectProblem, send } from '../steps/form.ts';

test('chaque erreur est signalée à côté du champ et la saisie est conservée', async ({
  page,
  check,
}) => {
  const person = newPerson();
  await page.goto('/inscription');
  await send(page, '/form/inscription', {
    identifiant: 'é',
    mot_de_passe: 'court',
    confirmation: 'autre',
    prenom: person.prenom,
    nom: '',
    email: 'pas-une-adresse',
    telephone: '12',
  });
  await expectProblem(page, 'identifiant', /identifiant de 3 à 32 caractères/);
  await expectProblem(page, 'mot_de_passe', /au moins 12 caractères/);
  await expectProblem(page, 'nom', /Renseignez/);
  await expectProblem(page, 'email', /adresse de courriel complète/);
  await expectProblem(page, 'telephone', /numéro de téléphone/);
  await expectValues(page, '/form/inscription', { identifiant: 'é', prenom: person.prenom, email: 'pas-une-adresse' });
  await check(page);
});

test('les mots de passe faibles ou différents sont refusés', async ({ page }) => {
  const person = newPerson('Casimir');
  await page.goto('/inscription');
  const identity = { identifiant: person.identifiant, niveau: 'mot_de_passe', prenom: person.prenom, nom: person.nom };
  await send(page, '/form/inscription', {
    ...identity,
    email: person.email,
    mot_de_passe: 'Motdepasse1234',
    confirmation: 'Motdepasse1234',
  });
  await expectProblem(page, 'mot_de_passe', /facile à deviner/);
  await send(page, '/form/inscription', { mot_de_passe: person.password, confirmation: `${person.password}!` });
  await expectProblem(page, 'confirmation', /différents/);
});

test('un numéro d’entreprise faux ne bloque pas l’inscription', async ({ page }) => {
  const person = newPerson();
  await page.goto('/inscription');
  await send(page, '/form/inscription', {
    identifiant: person.identifiant,
    mot_de_passe: person.password,
    confirmation: person.password,
    niveau: 'mot_de_passe',
    prenom: person.prenom,
    nom: person.nom,
    email: person.email,
    numero_entreprise: '12345678912345',
  });
  await expect(page).toHaveURL(/\/inscription\/confirmation/);
});

test('une adresse déjà prise reçoit la même réponse, et son titulaire est averti', async ({ page, portal }) => {
  const holder = await createAccount(portal);
  const stranger = { ...newPerson(), email: holder.email };
  await register(page, stranger);
  await expect(page).toHaveURL(/\/inscription\/confirmation/);
  const mail = await portal.simulator.mail(holder.email, /déjà|existe/i);
  expect(mail.text).not.toContain('/activation?');
});

test('du code HTML saisi est affiché comme du texte', async ({ page, check }) => {
  const hostile = '"><script>document.title="pris"</script>';
  await page.goto('/inscription');
  await send(page, '/form/inscription', { identifiant: 'ab', prenom: hostile, adresse: `</textarea>${hostile}` });
  await expectProblem(page, 'email', /Renseignez/);
  await expectValues(page, '/form/inscription', { prenom: hostile, adresse: `</textarea>${hostile}` });
  await expect(page).not.toHaveTitle('pris');
  await check(page);
});
