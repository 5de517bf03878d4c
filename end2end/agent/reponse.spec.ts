import type { Page } from '@playwright/test';
import { disguised, pdf } from '../portal/files.ts';
import { createAccount, createAgent } from '../portal/people.ts';
import type { Portal, Service } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion, attach, attachAndWait } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error statuses of refused files and hidden questions to its console.
test.use({ expectedErrors: [/status of 4(04|13|22)/] });

const SUBJECT = 'Garantie pour un transit';

/** Sends the PAE a question as an operator. Returns its URL. */
async function sendQuestionToPae(page: Page, portal: Portal): Promise<string> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  return sendGuaranteeQuestion(page, BRUMAIRE.siret, SUBJECT);
}

/** Opens a page with an agent of the service signed in. */
async function openAgentPage(page: Page, portal: Portal, service: Service): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agentPage = await context.newPage();
  await signInAgent(agentPage, portal, await createAgent(portal, service));
  return agentPage;
}

test('un agent d’un autre service ne voit pas la question', async ({ page, portal }) => {
  const question = await sendQuestionToPae(page, portal);
  const otherAgent = await openAgentPage(page, portal, 'recette');
  const address = question.replace('/messagerie/', '/agent/');
  await expect(otherAgent.locator('h1')).toContainText('Questions des opérateurs');
  // By its address: another scenario transfers a question with this subject to the service.
  await expect(otherAgent.locator(`main a[href="${new URL(address, portal.address).pathname}"]`)).toHaveCount(0);
  const answer = await otherAgent.goto(address);
  expect(answer!.status()).toBe(404);
  await otherAgent.context().close();
});

test('une réponse vide ou un fichier refusé sont signalés à côté du champ', async ({ page, portal, check }) => {
  const question = await sendQuestionToPae(page, portal);
  const agent = await openAgentPage(page, portal, 'pae');
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await send(agent, '/form/repondre', { message: '' });
  await expectProblem(agent, 'message', /Renseignez/);
  await check(agent);
  await attach(agent, '', disguised('note.pdf'), '/televersement/reponse/');
  await expect(agent.locator('main')).toContainText(/note\.pdf.{1,3}ne correspond pas à son extension/s);
  await agent.context().close();
});

test('l’opérateur voit la prise en charge et la réponse, avec leur date', async ({ page, portal }) => {
  const question = await sendQuestionToPae(page, portal);
  const agent = await openAgentPage(page, portal, 'pae');
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await page.goto(question);
  await expect(page.locator('main')).toContainText(/prise en charge/i);
  await send(agent, '/form/repondre', { message: 'Voici comment faire.' });
  await expect(agent.locator('main')).toContainText('Voici comment faire.');
  await page.reload();
  await expect(page.locator('main')).toContainText('Voici comment faire.');
  await expect(page.locator('main time').first()).toHaveAttribute('datetime', /^\d{4}-\d{2}-\d{2}T/);
  await agent.context().close();
});

test('ajouter un fichier conserve le texte déjà saisi', async ({ page, portal, scripts }) => {
  test.skip(!scripts, 'sans script, les fichiers s’ajoutent avant de saisir le texte');
  const question = await sendQuestionToPae(page, portal);
  const agent = await openAgentPage(page, portal, 'pae');
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  const text = form(agent, '/form/repondre').locator('[name="message"]');
  await text.fill('Une réponse commencée.');
  await attachAndWait(agent, '', pdf('note.pdf'), '/televersement/reponse/');
  await expect(text).toHaveValue('Une réponse commencée.');
  await expect(text).toBeFocused();
  await agent.context().close();
});

test('une question close ne peut plus être relancée', async ({ page, portal }) => {
  await page.goto(await sendQuestionToPae(page, portal));
  await submit(form(page, '/form/clore'));
  await expect(page.locator('main')).toContainText(/close/);
  await expect(form(page, '/form/suite')).toHaveCount(0);
});

test('un fichier refusé dans une relance est signalé à côté du champ', async ({ page, portal, check }) => {
  await page.goto(await sendQuestionToPae(page, portal));
  await attach(page, '', disguised('relance.pdf'), '/televersement/reponse/');
  await expect(page.locator('main')).toContainText(/relance\.pdf.{1,3}ne correspond pas à son extension/s);
  await check(page);
  await attach(page, '', pdf('relance-correcte.pdf'), '/televersement/reponse/');
  await expect(page.locator('main .attachment__name', { hasText: 'relance-correcte.pdf' })).toBeVisible();
});
