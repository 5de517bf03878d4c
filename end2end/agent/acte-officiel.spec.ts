import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { codeFromMail, signInAgent } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectValues, expectProblem, fill, form, send, submit } from '../steps/form.ts';
import { moduleReady } from '../steps/network.ts';
import { NO_VALIDITY, validitySince } from '../steps/validity.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// Restarting the server with another validity of authentication preserves the sessions.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

test('un acte officiel exige une vérification récente et est signalé à l’opérateur', async ({
  page,
  portal,
  scripts,
  check,
}) => {
  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const agent = await context.newPage();
  const officer = await createAgent(portal, 'pae');
  await signInAgent(agent, portal, officer);
  const signedIn = Date.now();

  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie');

  const agentPage = question.replace('/messagerie/', '/agent/');
  await agent.goto(agentPage);
  await submit(form(agent, '/form/prendre-en-charge'));
  await expect(form(agent, '/form/repondre')).toBeVisible();
  await check(agent);
  if (scripts) await moduleReady(agent);
  // An official act requires re-authentication from now on.
  await portal.restart(NO_VALIDITY);
  await agent.goto(agentPage);
  await send(agent, '/form/repondre', { message: 'Garantie acceptée.', acte_officiel: true });
  await expectProblem(agent, 'acte_officiel', /vérification récente/);
  await check(agent);

  await agent.getByRole('link', { name: 'Confirmer mon identité' }).click();
  await check(agent);
  if (scripts) await moduleReady(agent);
  await portal.restart(validitySince(signedIn));
  const mailCount = (await portal.simulator.mails(officer.email)).length;
  await submit(form(agent, '/form/equipe-preuve-code'));
  // The mail may arrive before the page, which replaces what is typed.
  await expect(agent.locator('main')).toContainText('Votre code vient d’être envoyé');
  const reauthentication = agent.locator('form[action="/form/equipe-preuve"]');
  await fill(reauthentication, { mot_de_passe: officer.password, code: await codeFromMail(portal, officer, mailCount) });
  await submit(reauthentication);
  await expect(agent).toHaveURL(new RegExp(`${agentPage}$`));
  await expectValues(agent, '/form/repondre', { message: 'Garantie acceptée.' });
  await send(agent, '/form/repondre', { acte_officiel: true });
  await expect(agent.locator('.message--agent')).toContainText('Acte officiel');
  await context.close();

  await page.goto(question);
  await expect(page.locator('.message--agent')).toContainText('Acte officiel');
  await check(page);
});
