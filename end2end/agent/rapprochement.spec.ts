import type { Page } from '@playwright/test';
import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, form, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error statuses of refused forms to its console.
test.use({ expectedErrors: [/status of 422/] });

const MERGING = '/form/rapprocher-question';

/** Opens a folded part of the page. */
async function unfold(page: Page, title: string): Promise<void> {
  const part = page.locator('main details', { has: page.getByText(title, { exact: true }) });
  if (!(await part.evaluate((details: HTMLDetailsElement) => details.open))) await part.locator('summary').click();
}

test('une question posée deux fois continue dans l’autre, puis est séparée', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const first = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie pour un transit');
  // So that there is a choice: a list with one question has it selected.
  await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Autre garantie');
  const duplicate = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie de transit, relance');
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agent = await context.newPage();
  await signInAgent(agent, portal, await createAgent(portal, 'pae'));
  await agent.goto(duplicate.replace('/messagerie/', '/agent/'));
  await unfold(agent, 'Rapprocher d’une autre question');
  await submit(form(agent, MERGING));
  await expectProblem(agent, 'cible', /Choisissez|Renseignez/);
  await check(agent);
  const list = form(agent, MERGING).locator('select[name="cible"]');
  if ((await list.count()) > 0) {
    await list.selectOption({ label: (await list.locator('option', { hasText: 'Garantie pour un transit' }).textContent())! });
  } else {
    await form(agent, MERGING).getByLabel(/Garantie pour un transit/).check();
  }
  await submit(form(agent, MERGING));
  await expect(agent.locator('main')).toContainText('La question est rapprochée. L’usager en est prévenu.');
  await expect(agent.locator('main')).toContainText('Cette question est rapprochée d’une autre');
  await expect(agent.locator('main')).toContainText(/Rapprochée de la question Q-/);
  await check(agent);

  await page.goto(duplicate);
  await expect(page.locator('main')).toContainText('Cette question est rapprochée d’une autre');
  await expect(form(page, '/form/suite')).toHaveCount(0);
  await check(page);
  await page.locator('main').getByRole('link', { name: /Garantie pour un transit/ }).click();
  await expect(page).toHaveURL(new RegExp(`${first}$`));
  await expect(page.locator('main')).toContainText('Questions rapprochées');
  await expect(form(page, '/form/suite')).toBeVisible();
  await check(page);
  await page.goto('/notifications');
  await expect(page.locator('main')).toContainText('Question rapprochée d’une autre par le service');

  await submit(form(agent, '/form/separer-question'));
  await expect(agent.locator('main')).toContainText('La question est de nouveau traitée à part.');
  await expect(agent.locator('main')).toContainText(/Séparée de la question Q-/);
  await check(agent);
  await page.goto(duplicate);
  await expect(form(page, '/form/suite')).toBeVisible();
  await context.close();
});
