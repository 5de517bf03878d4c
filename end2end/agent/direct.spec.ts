import type { Page } from '@playwright/test';
import { createAccount, createAgent, type Person } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectValues, form, send, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Opens a page of another browser, with the agent signed in. */
async function openPageOf(agent: Person, page: Page, portal: Portal): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const opened = await context.newPage();
  await signInAgent(opened, portal, agent);
  return opened;
}

/** Opens a page and waits until it has followed what happened before its event stream. */
async function openLive(page: Page, address: string): Promise<void> {
  const stream = page.waitForResponse(/\/api\/v1\/evenements/);
  const refreshed = page.waitForResponse((answer) => answer.request().headers()['prodouane-d-office'] === '1');
  await page.goto(address);
  await stream;
  await refreshed;
}

test('deux agents voient leur boîte et leurs questions se mettre à jour', async ({ page, portal, scripts, check }) => {
  test.skip(!scripts, 'sans script, le changement apparaît à la page suivante');
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Première question');
  const address = question.replace('/messagerie/', '/agent/');
  const one = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  const other = await openPageOf(await createAgent(portal, 'pae'), page, portal);

  await openLive(one, '/agent?etat=en-cours');
  const row = one.locator('tr', { hasText: 'Première question' }).first();
  await row.getByRole('checkbox').check();
  await row.getByRole('checkbox').focus();
  await one.evaluate(() => document.body.setAttribute('data-same-load', ''));
  await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Seconde question');
  await expect(one.locator('main')).toContainText('Seconde question');
  await expect(row.getByRole('checkbox')).toBeChecked();
  await expect(row.getByRole('checkbox')).toBeFocused();
  await expect(one.locator('tr', { hasText: 'Seconde question' }).first().getByRole('checkbox')).not.toBeChecked();
  await expect(one.locator('body')).toHaveAttribute('data-same-load', '');
  await check(one);

  await openLive(other, address);
  await submit(form(other, '/form/prendre-en-charge'));
  await expect(other.locator('main')).toContainText('Vous avez pris cette question en charge.');
  await form(other, '/form/repondre').locator('[name="message"]').fill('Une réponse à moitié écrite.');
  await other.locator('main details', { has: other.getByText('Ajouter une note interne', { exact: true }) }).locator('summary').click();
  await form(other, '/form/noter-question').locator('[name="note"]').fill('Une note à moitié écrite.');
  await page.goto(question);
  await send(page, '/form/suite', { message: 'Un chiffre oublié.' });
  await expect(other.locator('.thread')).toContainText('Un chiffre oublié.');
  await expectValues(other, '/form/repondre', { message: 'Une réponse à moitié écrite.' });
  await expectValues(other, '/form/noter-question', { note: 'Une note à moitié écrite.' });
  await expect(form(other, '/form/noter-question').locator('[name="note"]')).toBeFocused();
  await check(other);

  // The answer was begun before the message arrived.
  await submit(form(other, '/form/repondre'));
  await expect(other.locator('main')).toContainText('Votre réponse n’est pas encore envoyée');
  await submit(form(other, '/form/repondre'));
  await expect(other.locator('.thread')).toContainText('Une réponse à moitié écrite.');
  await one.context().close();
  await other.context().close();
});

test('un agent lit ses notifications', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Question suivie');
  const agent = await openPageOf(await createAgent(portal, 'pae'), page, portal);
  await agent.goto('/agent/notifications');
  await expect(agent.locator('main')).toContainText('Aucune notification');
  await check(agent);
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-question'));
  await expect(agent.locator('main')).toContainText('Cette question vous est attribuée.');
  await agent.goto('/agent');
  await page.goto(question);
  await send(page, '/form/suite', { message: 'Un chiffre oublié.' });
  await expect(page.locator('.thread')).toContainText('Un chiffre oublié.');
  await agent.goto('/agent/notifications');
  await expect(agent.locator('main')).toContainText('L’opérateur a écrit dans cette question');
  await check(agent);
  await submit(form(agent, '/form/notifications-agent-lues'));
  await expect(agent.locator('main')).toContainText('Toutes les notifications sont marquées comme lues.');
  await expect(agent.locator('main')).not.toContainText('Nouveau');
  await agent.getByRole('link', { name: /Question suivie/ }).click();
  await expect(agent.locator('h1')).toContainText('Question suivie');
  await agent.context().close();
});
