import type { Page } from '@playwright/test';
import { createAccount, createAgent, createMember, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent, signInStaff } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';
import { fillDraft, openMotif, openSummary, sendGuaranteeQuestion, sendQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// Changes of the services require a secured network.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

const DELAYS = `/administration/services/${SERVICES.pae.code}/delais`;
const NO_PROMISE = 'Ce service n’a pas pris d’engagement de délai.';

/** Opens a page of another browser, with the member of the staff signed in. */
async function openPage(page: Page, portal: Portal, signIn: (opened: Page) => Promise<void>): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const opened = await context.newPage();
  await signIn(opened);
  return opened;
}

async function signInOperator(page: Page, portal: Portal): Promise<Person> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  return person;
}

/** States working hours and a commitment of two working days for the PAE. */
async function state(admin: Page): Promise<void> {
  await admin.goto(DELAYS);
  await send(admin, '/form/ajouter-horaires', {
    jour_1: true,
    jour_2: true,
    jour_3: true,
    jour_4: true,
    jour_5: true,
    debut: '09:00',
    fin: '17:00',
  });
  await expect(admin.locator('main')).toContainText(/Vendredi de 9\sh à 17\sh/);
  await send(admin, '/form/engagement-service', { engagement: '2', territoire: 'metropole' });
  await expect(admin.locator('.notice--success')).toContainText('L’engagement est enregistré');
}

test('un administrateur fixe l’engagement et les horaires d’un service', async ({ page, portal, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await page.goto(`/administration/services/${SERVICES.pae.code}`);
  await page.getByRole('link', { name: 'Délai de réponse, horaires de travail et fermetures' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Délai de réponse');
  await check(page);
  await send(page, '/form/engagement-service', { engagement: '2' });
  await expectProblem(page, 'engagement', /Ajoutez d’abord les horaires/);
  await check(page);
  await send(page, '/form/ajouter-horaires', { debut: '09:00', fin: '12:00' });
  await expectProblem(page, 'jour_1', /Cochez au moins un jour/);
  await expect(form(page, '/form/ajouter-horaires').locator('[name=fin]')).toHaveValue('12:00');
  await state(page);
  await send(page, '/form/fermer-service', { ferme_du: '2030-12-24', motif_fermeture: '' });
  await expectProblem(page, 'motif_fermeture', /Renseignez/);
  await send(page, '/form/fermer-service', { motif_fermeture: 'inventaire' });
  await expect(page.locator('main')).toContainText(/24\sdécembre 2030\s: inventaire/);
  await check(page);
  await submit(form(page, '/form/rouvrir-service'));
  await expect(page.locator('main')).not.toContainText('inventaire');
  await page.goto('/administration/services');
  await expect(page.locator('main')).toContainText(/2\sjours ouvrés/);
  await check(page);
  // The command that added the service, then four changes.
  await page.goto(`/administration/journal?recherche=${SERVICES.pae.code}`);
  await expect(page.locator('main tbody tr')).toHaveCount(5);
});

test('l’opérateur lit ce qui est promis, et rien d’autre', async ({ page, portal, check }) => {
  await signInOperator(page, portal);
  await page.goto('/messagerie/nouvelle?motif=garantie-mise-en-place');
  await page.locator('main details summary').first().click();
  await expect(page.locator('main table')).toContainText('Aucun');
  await expect(page.locator('main table')).toContainText('pas encore assez de réponses');
  await check(page);
  const old = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Avant l’engagement');
  await expect(page.locator('main')).toContainText(NO_PROMISE);

  const administrator = await createMember(portal, 'Ada', 'administrator');
  const admin = await openPage(page, portal, (opened) => signInStaff(opened, portal, administrator, /\/equipe$/));
  await state(admin);
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Comment faire ?' });
  await openSummary(page);
  await expect(page.locator('main')).toContainText(/Le service s’engage à répondre sous 2\sjours ouvrés/);
  await check(page);
  const question = await sendQuestion(page);
  await expect(page.locator('main')).toContainText(/sous 2\sjours ouvrés, au plus tard le .* à 17\sh\s00/);
  await check(page);
  await page.goto(question);
  await expect(page.locator('main')).toContainText(/Délai promis\s: 2\sjours ouvrés, soit au plus tard le/);
  await page.goto(old);
  await expect(page.locator('main')).toContainText(NO_PROMISE);
  await check(page);
  await admin.context().close();
});

test('le délai est suspendu pendant que le service attend des précisions', async ({ page, portal, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  const admin = await openPage(page, portal, (opened) => signInStaff(opened, portal, administrator, /\/equipe$/));
  await state(admin);
  await admin.context().close();
  await signInOperator(page, portal);
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie pour un transit');

  const agentPerson = await createAgent(portal, 'pae');
  const agent = await openPage(page, portal, (opened) => signInAgent(opened, portal, agentPerson));
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await send(agent, '/form/repondre', { message: 'Quel est le numéro du titre ?', precisions: true });
  await expect(agent.locator('main')).toContainText('Il est suspendu jusqu’à la réponse de l’opérateur.');
  await check(agent);
  await agent.goto('/agent?etat=precisions');
  await expect(agent.locator('main table')).toContainText('Garantie pour un transit');
  await check(agent);

  await page.goto(question);
  await expect(page.locator('main')).toContainText('Précisions demandées');
  await expect(page.locator('main')).toContainText('Il est suspendu jusqu’à votre réponse au service.');
  await check(page);
  await send(page, '/form/suite', { message: 'Le titre FR-1234.' });
  await expect(page.locator('main')).toContainText(/soit au plus tard le/);
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await send(agent, '/form/repondre', { message: 'Voici comment faire.' });
  await expect(agent.locator('main')).toContainText(/Délai réel\s: réponse le jour même/);
  await expect(form(agent, '/form/repondre').locator('[name=precisions]')).toHaveCount(0);
  await agent.context().close();
});
