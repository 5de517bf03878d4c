import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { form, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

test('un collègue suit une question, en est prévenu, puis ne la suit plus', async ({ page, portal, check }) => {
  const author = await createAccount(portal, 'Basile');
  await signInByRequest(page, portal, author);
  await linkByRequest(page, portal, author, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie suivie à deux');
  await page.goto(question);
  const card = page.locator('.card', { hasText: 'Suivie par' });
  await expect(card).toContainText('Vous');
  await expect(card.getByRole('button')).toHaveText('Ne plus suivre');
  await check(page);

  const context = await page.context().browser()!.newContext({ baseURL: portal.address, javaScriptEnabled: true });
  const colleaguePage = await context.newPage();
  const colleague = await createAccount(portal, 'Chloe');
  await signInByRequest(colleaguePage, portal, colleague);
  await linkByRequest(colleaguePage, portal, colleague, 'chloe.demo');
  await colleaguePage.goto(question);
  await submit(form(colleaguePage, '/form/suivre-question'));
  await expect(colleaguePage.locator('main')).toContainText('Vous suivez cette question');
  const theirs = colleaguePage.locator('.card', { hasText: 'Suivie par' });
  await expect(theirs).toContainText(`${author.prenom} ${author.nom}`);
  await check(colleaguePage);
  await page.goto(question);
  await expect(card).toContainText(`${colleague.prenom} ${colleague.nom}`);

  const agentContext = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agent = await agentContext.newPage();
  await signInAgent(agent, portal, await createAgent(portal, 'pae'));
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await agentContext.close();
  await portal.simulator.mail(colleague.email, /a pris en charge la question que vous suivez/);
  await portal.simulator.mail(author.email, /a pris en charge votre question/);
  await colleaguePage.goto('/notifications');
  await expect(colleaguePage.locator('main')).toContainText(/prise en charge/i);

  await colleaguePage.goto(question);
  await submit(form(colleaguePage, '/form/ne-plus-suivre-question'));
  await expect(colleaguePage.locator('main')).toContainText('Vous ne suivez plus cette question');
  await context.close();
});
