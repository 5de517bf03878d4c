import { createAccount, createAgent, createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent, signInStaff } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, expectValues, fill, form, send, submit } from '../steps/form.ts';
import { chooseService, fillDraft, openMotif, openSummary, sendQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

// Changes of the motifs require a secured network.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

const MOTIF = 'garantie-mise-en-place';
const HOSTILE = 'Bureau <b>de</b> & "départ"';

test('un champ ajouté à un motif est rempli par un opérateur et lu par un agent', async ({ page, browser, portal, scripts, check }) => {
  const operatorContext = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
  const operator = await operatorContext.newPage();
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(operator, portal, person);
  await linkByRequest(operator, portal, person, 'alix.demo');
  await chooseCompanyByRequest(operator, portal, BRUMAIRE.siren);
  await openMotif(operator, MOTIF);
  const begun = operator.url();

  // The administrator writes a version.
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await page.goto('/administration/motifs');
  const main = page.locator('main');
  await check(page);
  await main.locator(`a[href="/administration/motifs/${MOTIF}"]`).click();
  await check(page);
  await submit(form(page, '/form/creer-brouillon-motif'));
  await expect(main).toContainText('Le brouillon est commencé');
  await check(page);
  await main.getByRole('link', { name: 'Modifier les champs' }).click();
  await check(page);
  await main.getByLabel('Nature du champ').selectOption('choix');
  await main.getByRole('button', { name: 'Ajouter un champ' }).click();
  await check(page);
  await send(page, '/form/ajouter-champ-motif', { libelle: HOSTILE, choix: 'Lille' });
  await expectProblem(page, 'choix', /de 2 à 60 choix/);
  await expectValues(page, '/form/ajouter-champ-motif', { libelle: HOSTILE });
  await check(page);
  await send(page, '/form/ajouter-champ-motif', { choix: 'Lille\nRoissy', obligatoire: true });
  await expect(main).toContainText('Le champ est ajouté');
  const row = main.locator('tbody tr', { hasText: HOSTILE });
  await row.getByRole('button', { name: /^Monter/ }).click();
  await expect(main).toContainText('Le champ est déplacé');
  await row.getByRole('link', { name: HOSTILE }).click();
  await expectValues(page, '/form/modifier-champ-motif', { choix: 'Lille\nRoissy' });
  await send(page, '/form/modifier-champ-motif', { aide: 'Celui du départ.' });
  await expect(main).toContainText('Le champ du brouillon est enregistré');
  await check(page);
  await main.getByRole('link', { name: 'Aperçu et changements' }).click();
  await expect(page.locator('h1')).toContainText('aperçu du brouillon');
  await expect(main).toContainText(`Champ ajouté : ${HOSTILE}`);
  await expect(main.locator('fieldset[disabled] input').first()).toBeDisabled();
  await check(page);
  await main.getByRole('link', { name: 'Revenir au motif' }).click();
  await main.getByRole('link', { name: 'Modifier les textes' }).click();
  await check(page);
  await send(page, '/form/modifier-textes-motif', { titre: '' });
  await expectProblem(page, 'titre', /Renseignez/);
  await send(page, '/form/modifier-textes-motif', { titre: 'Mettre une garantie en place' });
  await expect(main).toContainText('Les textes du brouillon sont enregistrés');

  // Publication at a date, cancelled, then at once.
  await send(page, '/form/publier-motif', { note: 'Le bureau manquait.', quand: 'date', jour: '2020-01-01' });
  await expectProblem(page, 'jour', /jour à venir/);
  await check(page);
  await send(page, '/form/publier-motif', { jour: '2099-12-31' });
  await expect(main).toContainText('Publication prévue');
  await check(page);
  await submit(form(page, '/form/annuler-publication-motif'));
  await expect(main).toContainText('La publication est annulée');
  await send(page, '/form/publier-motif', { note: 'Le bureau manquait.', quand: 'maintenant' });
  await expect(main).toContainText('La version est publiée');
  await expect(main.locator('tbody tr').first()).toContainText('En vigueur');
  await check(page);
  await page.goto('/administration/journal?acte=motif-publie');
  await expect(main.locator('tbody tr').first()).toContainText('Le bureau manquait.');

  // A draft of the former version says so, and keeps what was typed.
  await operator.goto(begun);
  await expect(operator.locator('main')).toContainText('Ce motif a une nouvelle version');
  await check(operator);
  await fill(form(operator, '/form/brouillon'), { message: 'Texte à garder.' });
  await operator.getByRole('button', { name: 'Passer à la nouvelle version' }).click();
  await expect(operator.locator('main')).toContainText('suit la nouvelle version');
  await expectValues(operator, '/form/brouillon', { message: 'Texte à garder.' });
  await expect(operator.locator('h1')).toContainText('Mettre une garantie en place');
  await check(operator);

  // The operator fills the new field in; the agent reads it.
  const field = 'champ_bureau_b_de_b_depart';
  await chooseService(operator, 'pae');
  await send(operator, '/form/brouillon', { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000' });
  await expectProblem(operator, field, /Choisissez/);
  await check(operator);
  await fillDraft(operator, 'pae', { [field]: 'lille', objet: 'Garantie au départ' });
  await openSummary(operator);
  await expect(operator.locator('main')).toContainText(HOSTILE);
  const question = await sendQuestion(operator);
  const agentContext = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
  const agent = await agentContext.newPage();
  await signInAgent(agent, portal, await createAgent(portal, 'pae'));
  await agent.goto(question.replace('/messagerie/', '/agent/'));
  await expect(agent.locator('main')).toContainText(HOSTILE);
  await expect(agent.locator('main')).toContainText('Lille');
  await check(agent);
  await Promise.all([operatorContext.close(), agentContext.close()]);
});
