import type { Page } from '@playwright/test';
import { createAccount, createAgent, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, expectValues, fill, form, send, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error statuses of refused forms and hidden questions to its console.
test.use({ expectedErrors: [/status of 4(04|22)/] });

const SUBJECT = 'Garantie pour un transit';

/** Sends the PAE a question as an operator. Returns its URL for agents. */
async function sendQuestionToPae(page: Page, portal: Portal): Promise<string> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  return sendGuaranteeQuestion(page, BRUMAIRE.siret, SUBJECT);
}

/** Opens a page of another browser, with the agent signed in. */
async function openPageOf(agent: Person, page: Page, portal: Portal): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const opened = await context.newPage();
  await signInAgent(opened, portal, agent);
  return opened;
}

function name(agent: Person): string {
  return `${agent.prenom} ${agent.nom}`;
}

/** Opens a folded part of the page. */
async function unfold(page: Page, title: string): Promise<void> {
  const part = page.locator('main details', { has: page.getByText(title, { exact: true }) });
  if (!(await part.evaluate((details: HTMLDetailsElement) => details.open))) await part.locator('summary').click();
}

/** Chooses an option by its label. All agents of the tests have one name: of several, the one created last. */
async function choose(page: Page, action: string, field: string, label: string): Promise<void> {
  const within = form(page, action);
  const list = within.locator(`select[name="${field}"]`);
  if ((await list.count()) > 0) await list.selectOption({ label });
  else await within.getByLabel(label, { exact: true }).last().check();
}

test('des agents se partagent les questions de leur service', async ({ page, portal, scripts, check }) => {
  const question = await sendQuestionToPae(page, portal);
  const address = question.replace('/messagerie/', '/agent/');
  const [first, second] = [await createAgent(portal, 'pae'), await createAgent(portal, 'pae')];
  const one = await openPageOf(first, page, portal);
  const other = await openPageOf(second, page, portal);
  await one.goto('/agent?etat=a-attribuer');
  await expect(one.locator('main')).toContainText(SUBJECT);
  await check(one);
  await one.goto(address);
  await other.goto(address);
  await submit(form(one, '/form/prendre-question'));
  await expect(one.locator('main')).toContainText('Cette question vous est attribuée.');
  await check(one);
  // Without scripts, the page of the second agent still shows no assignee.
  if (!scripts) await submit(form(other, '/form/prendre-question'));
  await expect(other.locator('main')).toContainText(new RegExp(`attribuée à ${name(first)}`, 'i'));
  await check(other);

  await choose(one, '/form/attribuer-question', 'agent', name(second));
  await submit(form(one, '/form/attribuer-question'));
  await expect(one.locator('main')).toContainText(`Attribuée à ${name(second)}.`);
  await other.goto('/agent?etat=a-moi');
  await expect(other.locator('main')).toContainText(SUBJECT);

  await other.goto(address);
  await unfold(other, 'Ajouter une note interne');
  await send(other, '/form/noter-question', { note: '' });
  await expectProblem(other, 'note', /Renseignez/);
  await choose(other, '/form/noter-question', 'mention', name(first));
  await send(other, '/form/noter-question', { note: 'Dossier à revoir ensemble.' });
  await expect(other.locator('.message--note')).toContainText('Dossier à revoir ensemble.');
  await check(other);
  await page.goto(question);
  await expect(page.locator('body')).not.toContainText('Dossier à revoir');

  await submit(form(other, '/form/rendre-question'));
  await expect(other.locator('main')).toContainText('Attribuée à personne.');
  await one.context().close();
  await other.context().close();
});

test('une réponse attend que l’agent ait lu le dernier message', async ({ page, portal, check }) => {
  const question = await sendQuestionToPae(page, portal);
  const officer = await createAgent(portal, 'pae');
  const agent = await openPageOf(officer, page, portal);
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await fill(form(agent, '/form/repondre'), { message: 'Voici comment faire.' });
  await page.goto(question);
  await send(page, '/form/suite', { message: 'J’avais oublié un chiffre.' });
  await expect(page.locator('.thread')).toContainText('J’avais oublié un chiffre.');

  await submit(form(agent, '/form/repondre'));
  await expect(agent.locator('main')).toContainText('Votre réponse n’est pas encore envoyée');
  await expect(agent.locator('.thread')).toContainText('J’avais oublié un chiffre.');
  await expect(agent.locator('.thread')).toContainText('Nouveau message');
  await expectValues(agent, '/form/repondre', { message: 'Voici comment faire.' });
  await check(agent);
  const colleague = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  await colleague.goto(question.replace('/messagerie/', '/agent/'));
  await expect(colleague.locator('main')).toContainText(`${name(officer)} rédige une réponse`);
  await check(colleague);
  await colleague.context().close();

  await submit(form(agent, '/form/repondre'));
  await expect(agent.locator('.thread')).toContainText('Voici comment faire.');
  await agent.context().close();
});

test('une question transmise à un autre service change de lecteurs', async ({ page, portal, check }) => {
  const question = await sendQuestionToPae(page, portal);
  const address = question.replace('/messagerie/', '/agent/');
  const agent = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  await agent.goto(address);
  await unfold(agent, 'Transmettre à un autre service');
  await choose(agent, '/form/transmettre-question', 'service', SERVICES.recette.name);
  await send(agent, '/form/transmettre-question', { raison: '' });
  await expectProblem(agent, 'raison', /Renseignez/);
  await check(agent);
  await choose(agent, '/form/transmettre-question', 'service', SERVICES.recette.name);
  await send(agent, '/form/transmettre-question', { raison: 'Le dossier relève de la recette.' });
  await expect(agent).toHaveURL(/\/agent$/);
  await expect(agent.locator('main')).toContainText('La question est transmise au nouveau service.');
  expect((await agent.goto(address))!.status()).toBe(404);
  await agent.context().close();

  const recipient = await openPageOf(await createAgent(portal, 'recette'), page, portal);
  await recipient.goto(address);
  await expect(recipient.locator('main')).toContainText('Le dossier relève de la recette.');
  await check(recipient);
  await recipient.context().close();
  await page.goto(question);
  await expect(page.locator('main')).toContainText(`Transmise à ${SERVICES.recette.name}`);
  await expect(page.locator('main')).not.toContainText('Le dossier relève de la recette.');
  await check(page);
});

test('les filtres d’une vue restent dans l’adresse', async ({ page, portal, check }) => {
  await sendQuestionToPae(page, portal);
  const agent = await openPageOf(await createAgent(portal, 'pae', 'recette'), page, portal);
  await agent.goto('/agent?etat=en-cours');
  await unfold(agent, 'Filtrer');
  const filters = agent.locator('main form[role="search"]');
  await filters.locator('[name="service"]').selectOption({ label: SERVICES.pae.name });
  await filters.locator('[name="fichiers"]').selectOption('oui');
  await filters.getByRole('button', { name: 'Filtrer' }).click();
  await expect(agent).toHaveURL(/etat=en-cours.*service=.*fichiers=oui/);
  await check(agent);
  await agent.getByRole('link', { name: /^Closes/ }).click();
  await expect(agent).toHaveURL(/etat=closes.*service=.*fichiers=oui/);
  await agent.getByRole('link', { name: 'Effacer les filtres' }).click();
  await expect(agent).toHaveURL(/\/agent\?etat=closes$/);
  await check(agent);
  await agent.context().close();
});
