import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, chooseCompany, ILOT } from '../steps/company.ts';
import { expectValues, expectProblem, fill, form, send, submit } from '../steps/form.ts';
import { chooseService, fillDraft, openMotif, openSummary } from '../steps/question.ts';
import { linkByRequest, signInByRequest, chooseCompanyByRequest } from '../steps/requests.ts';

const ANSWERS = { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Merci de votre réponse.' };

test.beforeEach(async ({ page, portal }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
});

test('les champs du motif sont vérifiés et la saisie est conservée', async ({ page, check }) => {
  await openMotif(page, 'garantie-mise-en-place');
  await send(page, '/form/brouillon', { regime: 'transit', montant: 'beaucoup', message: '' });
  await expectProblem(page, 'montant', /montant en euros/);
  await expectProblem(page, 'message', /Renseignez/);
  await expectValues(page, '/form/brouillon', { montant: 'beaucoup' });
  await check(page);
});

test('un formulaire envoyé deux fois ne crée qu’une question', async ({ page, context }) => {
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', { ...ANSWERS, objet: 'Envoyée une seule fois' });
  await openSummary(page);
  const otherTab = await context.newPage();
  await otherTab.goto(page.url());
  await submit(form(page, '/form/envoyer'));
  await expect(page).toHaveURL(/\/recu$/);
  await submit(form(otherTab, '/form/envoyer'));
  await expect(otherTab).toHaveURL(/\/messagerie\//);
  await page.goto('/messagerie');
  await expect(page.locator('main').getByText('Envoyée une seule fois')).toHaveCount(1);
});

test.describe('changement d’entreprise dans un autre onglet', () => {
  // The draft may save itself before it is sent, and is refused too.
  test.use({ expectedErrors: [/409 \(Conflict\)/] });

  test('un formulaire ouvert avant un changement d’entreprise est refusé', async ({
    page,
    context,
    check,
  }) => {
    await openMotif(page, 'garantie-mise-en-place');
    await chooseService(page, 'pae');
    await fill(form(page, '/form/brouillon'), { ...ANSWERS, message: 'Texte à ne pas perdre.' });
    const draft = page.url();
    const other = await context.newPage();
    await chooseCompany(other, ILOT.siren);
    await submit(form(page, '/form/brouillon'));
    await expect(page.locator('main')).toContainText(/autre entreprise|entreprise choisie a changé/i);
    await check(page);
    await chooseCompany(page, BRUMAIRE.siren);
    await page.goto(draft);
    await expectValues(page, '/form/brouillon', { message: 'Texte à ne pas perdre.' });
  });
});

test('le brouillon d’un autre usager est introuvable', async ({ page, browser, contextOptions, portal }) => {
  await openMotif(page, 'garantie-mise-en-place');
  const draft = page.url();
  const context = await browser.newContext({ ...contextOptions, baseURL: portal.address });
  const other = await context.newPage();
  const stranger = await createAccount(portal);
  await signInByRequest(other, portal, stranger);
  await linkByRequest(other, portal, stranger, 'basile.demo');
  expect((await other.goto(draft))!.status()).toBe(404);
  await context.close();
});
