import type { Page } from '@playwright/test';
import { createAccount, createAgent } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, expectValues, fill, form, send, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error statuses of refused forms and deleted pages to its console.
test.use({ expectedErrors: [/status of 4(04|22)/] });

const SUBJECT = 'Garantie {motif} pour un transit';

/** Sends the PAE a question as an operator. Returns its URL. */
async function sendQuestionToPae(page: Page, portal: Portal): Promise<string> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  return sendGuaranteeQuestion(page, BRUMAIRE.siret, SUBJECT);
}

/** Opens a phone with an agent of the PAE signed in. */
async function openAgentPage(page: Page, portal: Portal): Promise<Page> {
  const context = await page.context().browser()!.newContext({
    baseURL: portal.address,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true,
  });
  const agentPage = await context.newPage();
  await signInAgent(agentPage, portal, await createAgent(portal, 'pae'));
  return agentPage;
}

/** Opens a folded part of the page. */
async function unfold(page: Page, title: string): Promise<void> {
  const part = page.locator('main details', { has: page.getByText(title, { exact: true }) });
  if (!(await part.evaluate((details: HTMLDetailsElement) => details.open))) await part.locator('summary').click();
}

/** Inserts the canned answer with this title into the answer. */
async function insert(agent: Page, title: string): Promise<void> {
  await unfold(agent, 'Partir d’une réponse préparée');
  const answer = form(agent, '/form/repondre');
  const list = answer.locator('select[name="modele"]');
  if ((await list.count()) > 0) await list.selectOption({ label: title });
  else await answer.getByLabel(title, { exact: true }).check();
  await answer.getByRole('button', { name: 'Insérer dans ma réponse' }).click();
  await expect(agent.locator('.notice--success')).toContainText('ajoutée à votre brouillon');
}

test('préparer une réponse, la compléter et l’envoyer', async ({ page, portal, check }) => {
  const question = await sendQuestionToPae(page, portal);
  const agent = await openAgentPage(page, portal);
  const title = `Garantie reçue ${Date.now()}`;
  await agent.goto('/agent');
  await agent.getByRole('link', { name: 'Réponses préparées' }).click();
  await expect(agent.locator('h1')).toContainText('Réponses préparées');
  await check(agent);
  await agent.getByRole('link', { name: 'Préparer une réponse' }).click();
  await expect(agent.locator('h1')).toContainText('Préparer une réponse');
  await check(agent);
  const text = 'Bonjour,\n\n{objet} ({client})\u00a0: reçu le [[date de réception]].\n{agent}';
  await send(agent, '/form/creer-reponse-preparee', { portee: SERVICES.pae.code, titre: title, texte: text });
  await expectProblem(agent, 'texte', /\{client\}.*n’existe pas/);
  await expectValues(agent, '/form/creer-reponse-preparee', { titre: title });
  await check(agent);
  await unfold(agent, 'La proposer pour certains motifs seulement');
  const corrected = text.replace('{client}', '{entreprise}');
  await send(agent, '/form/creer-reponse-preparee', { texte: corrected, 'motif_garantie-mise-en-place': true });
  await expect(agent.locator('main')).toContainText('La réponse préparée est enregistrée.');
  await expect(agent.locator('.message__body')).toContainText('Demande de délai (Société Exemple (fictive))');
  await check(agent);

  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  const answer = form(agent, '/form/repondre');
  await expect(answer).toBeVisible();
  await fill(answer, { message: 'Déjà écrit.' });
  await insert(agent, title);
  const filled = await answer.locator('[name="message"]').inputValue();
  expect(filled).toContain(`Déjà écrit.\n\nBonjour,\n\n${SUBJECT} (`);
  expect(filled).toContain('[[date de réception]]');
  await check(agent);
  await submit(form(agent, '/form/repondre'));
  await expectProblem(agent, 'message', /Remplacez.*date de réception/);
  await expectValues(agent, '/form/repondre', { message: filled });
  await check(agent);
  await send(agent, '/form/repondre', { message: filled.replace('[[date de réception]]', '1er décembre') });
  await expect(agent.locator('.thread')).toContainText('reçu le 1er décembre');
  await page.goto(question);
  await expect(page.locator('.thread')).toContainText(`${SUBJECT} (`);

  await agent.goto('/agent/reponses-preparees');
  await agent.getByRole('link', { name: title }).click();
  await expect(agent.locator('h1')).toContainText(title);
  await agent.getByRole('link', { name: 'Supprimer cette réponse préparée' }).click();
  await expect(agent.locator('h1')).toContainText('Supprimer une réponse préparée');
  await check(agent);
  await submit(form(agent, '/form/supprimer-reponse-preparee'));
  await expect(agent.locator('main')).toContainText('La réponse préparée est supprimée.');
  await expect(agent.locator('main')).not.toContainText(title);
  await agent.context().close();
});
