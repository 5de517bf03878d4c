import type { Page } from '@playwright/test';
import { createAccount, createAgent, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, fill, form, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error statuses of refused forms to its console.
test.use({ expectedErrors: [/status of 4(04|22)/] });

/** Sends the PAE two questions as an operator. Returns their identifiers. */
async function sendQuestionsToPae(page: Page, portal: Portal): Promise<string[]> {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const sent: string[] = [];
  for (const subject of ['Première du lot', 'Seconde du lot']) {
    sent.push((await sendGuaranteeQuestion(page, BRUMAIRE.siret, subject)).split('/').at(-1)!);
  }
  return sent;
}

/** Opens a page of another browser, with the agent signed in. */
async function openPageOf(agent: Person, page: Page, portal: Portal): Promise<Page> {
  const context = await page.context().browser()!.newContext({
    baseURL: portal.address,
    javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true,
  });
  const opened = await context.newPage();
  await signInAgent(opened, portal, agent);
  return opened;
}

/** Ticks the questions in the inbox and opens the page of their batch. */
async function choose(agent: Page, questions: string[]): Promise<void> {
  for (const question of questions) {
    await agent.locator(`main input[name="q"][value="${question.replaceAll('-', '')}"]`).check();
  }
  await agent.getByRole('button', { name: 'Traiter les questions cochées' }).click();
  await expect(agent.locator('h1')).toContainText('Traiter plusieurs questions');
}

test('transmettre plusieurs questions, dont une prise par un collègue', async ({ page, portal, check }) => {
  const [first, second] = await sendQuestionsToPae(page, portal);
  const agent = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  await agent.goto('/agent/lot');
  await expect(agent.locator('main')).toContainText('Aucune question choisie');
  await check(agent);
  await agent.goto('/agent?etat=en-cours&recherche=lot');
  await check(agent);
  await choose(agent, [first!, second!]);
  await check(agent);
  await fill(form(agent, '/form/preparer-lot'), { acte: 'transmettre' });
  await submit(form(agent, '/form/preparer-lot'));
  await expectProblem(agent, 'raison', /Renseignez/);
  await check(agent);
  await fill(form(agent, '/form/preparer-lot'), { acte: 'prendre' });
  await submit(form(agent, '/form/preparer-lot'));
  await expect(agent.locator('h1')).toContainText('Aperçu du lot');
  await expect(agent.locator('main')).toContainText('Vous sera attribuée.');
  await check(agent);

  const colleague = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  await colleague.goto(`/agent/question/${second}`);
  await submit(form(colleague, '/form/prendre-question'));
  await expect(colleague.locator('main')).toContainText('Cette question vous est attribuée.');
  await colleague.context().close();
  await agent.reload();
  await expect(agent.locator('main')).toContainText('Exclue');
  await submit(form(agent, '/form/executer-lot'));
  await expect(agent.locator('h1')).toContainText('Résultat du lot');
  await expect(agent.locator('main')).toContainText('1\u00a0question traitée, 1\u00a0laissée telle quelle.');
  await expect(agent.locator('main')).toContainText('maintenant attribuée à');
  await check(agent);

  await agent.goto('/agent?etat=en-cours&recherche=lot');
  await choose(agent, [first!]);
  const recipient = SERVICES.recette.code;
  await fill(form(agent, '/form/preparer-lot'), { acte: 'transmettre' });
  await fill(form(agent, '/form/preparer-lot'), { service: recipient, raison: 'Relève de la recette.' });
  await submit(form(agent, '/form/preparer-lot'));
  await expect(agent.locator('main')).toContainText('Sera transmise à ce service');
  await submit(form(agent, '/form/executer-lot'));
  await expect(agent.locator('h1')).toContainText('Résultat du lot');
  await expect(agent.locator('main')).toContainText('Question que vous ne lisez plus');
  await agent.context().close();
  await page.goto(`/messagerie/question/${first}`);
  await expect(page.locator('main')).toContainText(`Transmise à ${SERVICES.recette.name}`);
  await expect(page.locator('main')).not.toContainText('Relève de la recette.');
});
