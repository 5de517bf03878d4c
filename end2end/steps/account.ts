import { expect, type Page } from '@playwright/test';
import type { Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { send } from './form.ts';

/** Fills and sends the registration form. */
export async function register(page: Page, person: Person, niveau = 'mot_de_passe'): Promise<void> {
  await page.goto('/inscription');
  await send(page, '/form/inscription', {
    identifiant: person.identifiant,
    mot_de_passe: person.password,
    confirmation: person.password,
    niveau,
    prenom: person.prenom,
    nom: person.nom,
    email: person.email,
    telephone: '01 23 45 67 89',
    adresse: '1 quai de la Fiction\n76600 Le Havre',
    numero_entreprise: '00010101400017',
    liste_diffusion: true,
  });
}

/** Returns the link of the activation mail. */
export async function activationLink(portal: Portal, person: Person): Promise<string> {
  const mail = await portal.simulator.mail(person.email, /\/activation\?/);
  const link = /https?:\/\/\S+\/activation\?[^\s"<>]+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in:\n${mail.text}`);
  return link;
}

/** Activates the account with the link of its mail. */
export async function activate(page: Page, portal: Portal, person: Person): Promise<void> {
  await page.goto(await activationLink(portal, person));
  await send(page, '/form/activation', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/activation\/confirmation/);
}

/** Returns the code of the newest mail with one, ignoring the first `after` mails. */
export async function codeFromMail(portal: Portal, person: Person, after = 0): Promise<string> {
  const mail = await portal.simulator.mail(person.email, /\b\d{6}\b/, { after });
  return /\b\d{6}\b/.exec(mail.text)![0];
}

/** Signs an operator in on a new device, up to the confirmation page. `from`: page that shows the sign-in form. */
export async function signIn(page: Page, portal: Portal, person: Person, trust = false, from = '/connexion'): Promise<void> {
  await page.goto(from);
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount), confiance: trust });
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
}

/** Signs in again on the page that an ended session shows, and follows the link to the page with the kept input. */
export async function signInAgain(page: Page, portal: Portal, person: Person): Promise<void> {
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await expect(page).toHaveURL(/\/connexion\/code/);
  await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
  await expect(page.locator('main')).toContainText('Votre saisie est conservée sur la page où vous étiez');
  await page.getByRole('link', { name: 'Continuer' }).click();
}

/** Signs an agent in, up to the agents' home page. */
export async function signInAgent(page: Page, portal: Portal, agent: Person): Promise<void> {
  await signInStaff(page, portal, agent, /\/agent$/);
}

/** Signs a member of the staff in, up to the home page of their roles. */
export async function signInStaff(page: Page, portal: Portal, agent: Person, home: RegExp): Promise<void> {
  await page.goto('/equipe/connexion');
  const mailCount = (await portal.simulator.mails(agent.email)).length;
  await send(page, '/form/equipe-connexion', { identifiant: agent.identifiant, mot_de_passe: agent.password });
  await expect(page).toHaveURL(/\/equipe\/connexion\/code/);
  await send(page, '/form/equipe-connexion-code', { code: await codeFromMail(portal, agent, mailCount) });
  await expect(page).toHaveURL(home);
}

/** On a phone, opens the menu with the navigation and the account. */
export async function openMenu(page: Page): Promise<void> {
  // Without its style sheet the page shows the menu of phones.
  await page.waitForLoadState();
  const menu = page.locator('header details.menu');
  const isClosed = await menu.evaluate((details: HTMLDetailsElement) => !details.open);
  if (isClosed && (await menu.isVisible())) await menu.locator('summary').click();
}

export async function signOut(page: Page): Promise<void> {
  await openMenu(page);
  await page.locator('form[action="/form/deconnexion"] button').first().click();
  await expect(page).toHaveURL(/\/deconnexion/);
}

/** Returns the link to `path` in the newest mail with one, ignoring the first `after` mails. */
export async function linkFromMail(portal: Portal, address: string, path: string, after = 0): Promise<string> {
  const pattern = new RegExp(`https?://\\S+${path}\\?jeton=[\\w-]+`);
  const mail = await portal.simulator.mail(address, pattern, { after });
  return pattern.exec(mail.text)![0];
}
