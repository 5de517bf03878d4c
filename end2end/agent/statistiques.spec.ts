import { createAccount, createAgent, createMember } from '../portal/people.ts';
import { SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent, signInStaff } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { form, send, submit } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The choice of the head of a service requires a secured network.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

test('un agent lit les délais de son service, par semaine et par motif, et les télécharge', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie');
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agent = await context.newPage();
  await signInAgent(agent, portal, await createAgent(portal, 'pae'));
  await agent.goto('/equipe/statistiques?du=2020-01-06&au=2020-01-12');
  await expect(agent.locator('main')).toContainText('Aucune question');
  await check(agent);
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await send(agent, '/form/repondre', { message: 'Garantie acceptée.' });
  await expect(agent.locator('main')).toContainText('Garantie acceptée.');
  await agent.goto('/equipe/statistiques');
  await expect(agent.locator('main')).toContainText(/1\squestion reçue, 1\srépondue, 0 en attente/);
  await expect(agent.getByRole('table', { name: 'Par semaine' })).toContainText('le jour même');
  await expect(agent.getByRole('table', { name: 'Par motif' })).toBeVisible();
  await check(agent);
  const link = agent.getByRole('link', { name: /Télécharger le détail/ });
  const csv = await agent.request.get((await link.getAttribute('href'))!);
  expect(await csv.text()).toContain(SERVICES.pae.name);
  // As if the service did not exist.
  const other = await agent.goto(`/equipe/statistiques?service=${SERVICES.recette.code}`);
  expect(other!.status()).toBe(404);
  await context.close();
});

test('un administrateur désigne le responsable d’un service', async ({ page, portal, check }) => {
  const agent = await createAgent(portal, 'recette');
  await signInStaff(page, portal, await createMember(portal, 'Ada', 'administrator'), /\/equipe$/);
  await page.goto(`/administration/services/${SERVICES.recette.code}`);
  await page.getByRole('link', { name: 'Membres et responsable du service' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Membres du service');
  await check(page);
  const head = form(page, '/form/designer-responsable');
  await head.getByLabel(`${agent.prenom} ${agent.nom}`).check();
  await submit(head);
  await expect(page.locator('.notice--success')).toContainText('Le responsable est enregistré');
  await expect(page.getByRole('table', { name: 'Agents du service' })).toContainText('Responsable');
  await check(page);
  await page.goto('/administration/journal');
  await expect(page.locator('main')).toContainText('Responsable');
});
