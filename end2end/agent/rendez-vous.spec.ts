import type { Page } from '@playwright/test';
import { createAccount, createAgent, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { expectProblem, fill, form, send, submit } from '../steps/form.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The bookings of other scenarios would take the free slots of this one.
test.use({ ownPortal: true });

const PAE = SERVICES.pae;
const SETTINGS = `/agent/rendez-vous/reglages/${PAE.code}`;

type Check = (page: Page) => Promise<void>;

/** Opens the week of the service, as one of its agents, on a phone. */
async function openWeek(page: Page, portal: Portal): Promise<Page> {
  const context = await page.context().browser()!.newContext({
    baseURL: portal.address,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true,
  });
  const agent = await context.newPage();
  await signInAgent(agent, portal, await createAgent(portal, 'pae'));
  await agent.goto('/agent/rendez-vous');
  return agent;
}

/** Opens the agenda from Monday to Friday morning, with one kind of appointment. */
async function openAgenda(agent: Page, check: Check): Promise<void> {
  await agent.getByRole('link', { name: 'Régler l’agenda du service' }).click();
  await expect(agent).toHaveURL(new RegExp(`${SETTINGS}$`));
  await check(agent);
  await send(agent, '/form/ajouter-ouverture', { debut: '12:00', fin: '09:00', jour: '1', semaines: '1' });
  await expectProblem(agent, 'valable_du', /Renseignez/);
  await check(agent);
  const today = new Date().toISOString().slice(0, 10);
  for (const jour of ['1', '2', '3', '4', '5']) {
    await send(agent, '/form/ajouter-ouverture', { jour, debut: '09:00', fin: '12:00', semaines: '1', valable_du: today });
    await expect(agent.locator('main')).toContainText('L’ouverture est ajoutée.');
  }
  await send(agent, '/form/ajouter-fermeture', { ferme_du: '2099-12-24' });
  await expect(agent.locator('main')).toContainText('24 décembre 2099');
  await submit(form(agent, '/form/retirer-fermeture'));
  await expect(agent.locator('main')).toContainText('La fermeture est retirée.');
  await send(agent, '/form/territoire-agenda', { territoire: 'la-reunion' });
  await expect(agent.locator('main')).toContainText('Le territoire est enregistré.');

  await agent.getByRole('link', { name: 'Ajouter une nature' }).click();
  await check(agent);
  await send(agent, '/form/creer-nature', { intitule: 'Agrément', canal: 'sur-place' });
  await expectProblem(agent, 'adresse', /Renseignez/);
  await fill(form(agent, '/form/creer-nature'), {
    adresse: '1 quai fictif, Le Port',
    duree: '30',
    pause: '0',
    capacite: '1',
    preavis: '24',
    fenetre: '30',
    maximum: '10',
    proposee: true,
  });
  await submit(form(agent, '/form/creer-nature'));
  await expect(agent.locator('main')).toContainText('La nature de rendez-vous est ajoutée.');
  await agent.getByRole('link', { name: 'Agrément' }).click();
  await check(agent);
  await submit(form(agent, '/form/modifier-nature'));
  await expect(agent).toHaveURL(new RegExp(`${SETTINGS}$`));
}

async function signInOperator(page: Page, portal: Portal): Promise<Person> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  return person;
}

/** Opens the form that books the first free slot. */
async function openBooking(page: Page): Promise<void> {
  await page.goto('/rendez-vous/nouveau');
  await page.getByRole('link', { name: /^Agrément/ }).click();
  await page.getByRole('link', { name: /^Premier créneau libre/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Réserver un rendez-vous');
}

test('prendre rendez-vous avec un service, le déplacer puis l’annuler', async ({ page, portal, check }) => {
  const agent = await openWeek(page, portal);
  await check(agent);
  await openAgenda(agent, check);
  const person = await signInOperator(page, portal);

  await page.goto('/messagerie');
  await page.getByRole('link', { name: 'Rendez-vous' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rendez-vous');
  await check(page);
  await page.getByRole('link', { name: 'Prendre rendez-vous' }).click();
  await check(page);
  await page.getByRole('link', { name: /^Agrément/ }).click();
  await expect(page.locator('main')).toContainText('heure de La Réunion');
  await check(page);
  await page.locator('main .slots a').first().click();
  await check(page);
  await submit(form(page, '/form/prendre-rendez-vous'));
  await expectProblem(page, 'objet', /Renseignez/);
  await check(page);
  await send(page, '/form/prendre-rendez-vous', { objet: 'Dossier d’agrément' });
  await expect(page.locator('main')).toContainText('Votre rendez-vous est prévu');
  await expect(page.locator('main')).toContainText('(heure de La Réunion)');
  await check(page);
  const mail = await portal.simulator.mail(person.email, /\/rendez-vous\/suivi\//);
  expect(mail.text).toContain('(heure de La Réunion)');

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Ajouter à mon agenda' }).click();
  expect((await downloading).suggestedFilename()).toBe('rendez-vous.ics');
  await page.locator('select[name=creneau]').selectOption({ index: 3 });
  await submit(form(page, '/form/deplacer-rendez-vous'));
  await expect(page.locator('main')).toContainText('Le rendez-vous est déplacé.');
  await page.goto('/rendez-vous');
  await expect(page.getByRole('table')).toContainText('Dossier d’agrément');
  await check(page);
  await page.getByRole('link', { name: 'Dossier d’agrément' }).click();
  await submit(form(page, '/form/annuler-rendez-vous'));
  await expect(page.locator('main')).toContainText('Le rendez-vous est annulé.');
  await check(page);
  await agent.context().close();
});

test('un créneau pris entre-temps est signalé sans perdre la saisie, et le service annule', async ({ page, portal, check }) => {
  const agent = await openWeek(page, portal);
  await openAgenda(agent, check);
  const person = await signInOperator(page, portal);
  await openBooking(page);
  await fill(form(page, '/form/prendre-rendez-vous'), { objet: 'Dossier tardif' });

  // The agent gives the slot to the person before the form is sent.
  await agent.goto('/agent/rendez-vous');
  await agent.getByRole('link', { name: 'Agrément' }).click();
  await check(agent);
  const slot = await page.locator('select[name=creneau]').inputValue();
  const given = { creneau: slot, siren: '111111118', email: person.email, objet: 'Donné au guichet' };
  await send(agent, '/form/donner-rendez-vous', given);
  await expectProblem(agent, 'email', /Aucune personne/);
  const siren = await page.locator('form[action="/form/prendre-rendez-vous"] input[name=_siren]').inputValue();
  await send(agent, '/form/donner-rendez-vous', { siren });
  await expect(agent.locator('main')).toContainText('Le rendez-vous est pris.');
  await check(agent);

  await submit(form(page, '/form/prendre-rendez-vous'));
  await expectProblem(page, 'creneau', /n’est plus libre/);
  await expect(page.locator('[name=objet]')).toHaveValue('Dossier tardif');
  await check(page);

  await agent.goto('/agent/rendez-vous');
  const link = agent.getByRole('link', { name: 'Donné au guichet' });
  if (!(await link.isVisible())) await agent.getByRole('link', { name: 'Semaine suivante' }).click();
  await check(agent);
  await link.click();
  await submit(form(agent, '/form/annuler-rendez-vous-service'));
  await expectProblem(agent, 'raison', /Renseignez/);
  await send(agent, '/form/annuler-rendez-vous-service', { raison: 'Service fermé' });
  await expect(agent.locator('main')).toContainText('Le rendez-vous est annulé.');
  await check(agent);
  const mail = await portal.simulator.mail(person.email, /est annulé/);
  expect(mail.text).toContain('Service fermé');
  await page.goto('/rendez-vous');
  await page.getByRole('link', { name: 'Donné au guichet' }).click();
  await expect(page.locator('main')).toContainText('Service fermé');
  await agent.context().close();
});
