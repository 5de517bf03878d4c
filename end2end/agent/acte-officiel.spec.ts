import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { code, signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectKept, expectProblem, fill, form, send, submit } from '../steps/form.ts';
import { askAboutGuarantee } from '../steps/question.ts';
import { linked, signedIn } from '../steps/scene.ts';

// A proof is soon old: an official act asks for another one.
test.use({
  ownPortal: true,
  configuration: {
    PRODOUANE__AGENTS__SECURED_NETWORKS: '["127.0.0.0/8"]',
    PRODOUANE__SESSIONS__PROOF_SECONDS: '10',
  },
});

test('un acte officiel attend une vérification récente, puis se voit chez l’opérateur', async ({
  page,
  portal,
  check,
}) => {
  // First of all: the agent's proof grows old while the question is written.
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agent = await context.newPage();
  const officer = await createAgent(portal, 'pae');
  await signInAgent(agent, portal, officer);

  const person = await createAccount(portal);
  await signedIn(page, portal, person);
  await linked(page, portal, person, 'basile.demo');
  const question = await askAboutGuarantee(page, BRUMAIRE.siret, 'Garantie');

  const desk = question.replace('/messagerie/', '/agent/');
  await agent.goto(desk);
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await check(agent);
  // The page of the proof is passed through as long as the sign-in's own is fresh.
  await expect(async () => {
    await agent.goto('/agent/preuve');
    await expect(agent).toHaveURL(/\/agent\/preuve$/, { timeout: 100 });
  }).toPass();
  await agent.goto(desk);
  await send(agent, '/form/repondre', { message: 'Garantie acceptée.', acte_officiel: true });
  await expectProblem(agent, 'acte_officiel', /vérification récente/);
  await check(agent);

  await agent.getByRole('link', { name: 'Confirmer que c’est bien moi' }).click();
  await check(agent);
  const known = (await portal.simulator.mails(officer.email)).length;
  await submit(form(agent, '/form/agent-preuve-code'));
  const proof = agent.locator('form[action="/form/agent-preuve"]');
  await fill(proof, { mot_de_passe: officer.password, code: await code(portal, officer, known) });
  await submit(proof);
  await expect(agent).toHaveURL(new RegExp(`${desk}$`));
  await expectKept(agent, '/form/repondre', { message: 'Garantie acceptée.' });
  await send(agent, '/form/repondre', { acte_officiel: true });
  await expect(agent.locator('.message--agent')).toContainText('Acte officiel');
  await context.close();

  await page.goto(question);
  await expect(page.locator('.message--agent')).toContainText('Acte officiel');
  await check(page);
});
