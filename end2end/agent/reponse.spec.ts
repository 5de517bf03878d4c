import type { Page } from '@playwright/test';
import { disguised, pdf } from '../portal/files.ts';
import { createAccount, createAgent } from '../portal/people.ts';
import type { Portal, Service } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';
import { askAboutGuarantee, attach, attachAndSee } from '../steps/question.ts';
import { linked, signedIn } from '../steps/scene.ts';

// A refused file and what one may not see are error statuses, which the browser tells in its console.
test.use({ expectedErrors: [/status of 4(04|13|22)/] });

const SUBJECT = 'Garantie pour un transit';

/** An operator asks the PAE a question; gives the page where it can be followed. */
async function ask(page: Page, portal: Portal): Promise<string> {
  const person = await createAccount(portal);
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  return askAboutGuarantee(page, BRUMAIRE.siret, SUBJECT);
}

async function desk(page: Page, portal: Portal, service: Service): Promise<Page> {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  await signInAgent(other, portal, await createAgent(portal, service));
  return other;
}

test('un agent d’un autre service ne voit pas la question', async ({ page, portal }) => {
  const question = await ask(page, portal);
  const stranger = await desk(page, portal, 'recette');
  await expect(stranger.locator('main')).not.toContainText(SUBJECT);
  const answer = await stranger.goto(question.replace('/messagerie/', '/agent/'));
  expect(answer!.status()).toBe(404);
  await stranger.context().close();
});

test('une réponse vide ou un fichier refusé sont dits à leur place', async ({ page, portal, check }) => {
  const question = await ask(page, portal);
  const agent = await desk(page, portal, 'pae');
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

test('la prise en charge et la réponse se voient chez l’opérateur, avec leur date', async ({ page, portal }) => {
  const question = await ask(page, portal);
  const agent = await desk(page, portal, 'pae');
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await page.goto(question);
  await expect(page.locator('main')).toContainText(/pris en charge/i);
  await send(agent, '/form/repondre', { message: 'Voici comment faire.' });
  await expect(agent.locator('main')).toContainText('Voici comment faire.');
  await page.reload();
  await expect(page.locator('main')).toContainText('Voici comment faire.');
  await expect(page.locator('main time').first()).toHaveAttribute('datetime', /^\d{4}-\d{2}-\d{2}T/);
  await agent.context().close();
});

test('un fichier ajouté ne coûte pas ce qui est déjà écrit', async ({ page, portal, scripts }) => {
  test.skip(!scripts, 'sans script, les fichiers s’ajoutent avant le texte, et le brouillon s’enregistre');
  const question = await ask(page, portal);
  const agent = await desk(page, portal, 'pae');
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  const text = form(agent, '/form/repondre').locator('[name="message"]');
  await text.fill('Une réponse commencée.');
  await attachAndSee(agent, '', pdf('note.pdf'), '/televersement/reponse/');
  await expect(text).toHaveValue('Une réponse commencée.');
  await expect(text).toBeFocused();
  await agent.context().close();
});

test('une question close ne se relance plus', async ({ page, portal }) => {
  await page.goto(await ask(page, portal));
  await submit(form(page, '/form/clore'));
  await expect(page.locator('main')).toContainText(/close/);
  await expect(form(page, '/form/suite')).toHaveCount(0);
});

test('le fichier d’une relance refusé est dit à sa place', async ({ page, portal, check }) => {
  await page.goto(await ask(page, portal));
  await attach(page, '', disguised('relance.pdf'), '/televersement/reponse/');
  await expect(page.locator('main')).toContainText(/relance\.pdf.{1,3}ne correspond pas à son extension/s);
  await check(page);
  await attach(page, '', pdf('relance-correcte.pdf'), '/televersement/reponse/');
  await expect(page.locator('main .attachment__name', { hasText: 'relance-correcte.pdf' })).toBeVisible();
});
