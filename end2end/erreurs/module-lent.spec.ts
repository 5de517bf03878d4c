import { createAccount } from '../portal/people.ts';
import { pdf } from '../portal/files.ts';
import { expect, test } from '../portal/test.ts';
import { signOut } from '../steps/account.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectRefusal, fill, form, send, submit } from '../steps/form.ts';
import { readRecoveryCodes } from '../steps/mfa.ts';
import { holdModule, moduleReady } from '../steps/network.ts';
import { Authenticator } from '../steps/passkeys.ts';
import { attachAndWait, fillDraft, openMotif } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// On a slow device or network, the pages are used before the module is there: each form works, or says that it waits.

test.use({ expectedErrors: [/status of 403|failed to fetch Wasm/] });

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, il n’y a pas de module');

const ANSWERS = { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Avant le module.' };

test('avant le module, un formulaire simple refuse, garde la saisie et aboutit', async ({ page }) => {
  await holdModule(page);
  await page.goto('/avis');
  await fill(form(page, '/form/avis'), { commentaire: 'Avant le module.' });
  await submit(form(page, '/form/avis'));
  await expect(page.locator('[data-error-summary]')).toBeVisible();
  await send(page, '/form/avis', { satisfaction: 'satisfait' });
  await expect(page).toHaveURL(/\/avis\?envoye=oui/);
});

test('avant le module, une question s’écrit, reçoit une pièce et la perd après confirmation', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const release = await holdModule(page);
  await openMotif(page, 'garantie-mise-en-place');
  await fillDraft(page, 'pae', ANSWERS);
  await attachAndWait(page, '', pdf('avant.pdf'));
  // A file chosen before the module is there is still sent by the button afterwards.
  const upload = form(page, '/televersement/');
  await upload.locator('[name=fichier]').setInputFiles(pdf('entre-deux.pdf'));
  release();
  await moduleReady(page);
  await upload.getByRole('button', { name: 'Ajouter le fichier' }).click();
  await expect(page.locator('main .attachment__name')).toHaveText(['avant.pdf', 'entre-deux.pdf']);
  const held = await holdModule(page);
  await page.reload();
  await page.locator('main li').filter({ hasText: 'entre-deux.pdf' }).locator('button').first().click();
  await expect(page.locator('main .attachment__name')).toHaveText(['avant.pdf']);
  held();
});

test('avant le module, une recherche et un filtre aboutissent', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await holdModule(page);
  await page.goto('/messagerie');
  await page.locator('#recherche').fill('garantie');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page).toHaveURL(/recherche=garantie/);
  await expect(page.locator('#recherche')).toHaveValue('garantie');
  await page.goto('/profil/habilitations');
  await page.getByText('Filtrer les habilitations').click();
  await page.locator('main form.filters button[type=submit]').click();
  await expect(page).toHaveURL(/\/habilitations\?/);
});

test('avant le module, l’auto-contrôle attend pour observer le navigateur', async ({ page }) => {
  const release = await holdModule(page);
  await page.goto('/auto-controle');
  await submit(form(page, '/form/auto-controle'));
  await expect(page.getByRole('status').filter({ hasText: 'Chargement…' })).toBeVisible();
  release();
  await expect(page).toHaveURL(/\/auto-controle\/./);
  await expect(page.locator('main')).toContainText('Horloge');
  await expect(page.locator('main')).not.toContainText(/scripts (sont|désactivés)/i);
});

test('avant le module, une clé d’accès attend puis est créée et utilisée', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await Authenticator.add(page);
  await signInByRequest(page, portal, person);
  const release = await holdModule(page);
  await page.goto('/profil/securite/cle?niveau=cle');
  await submit(form(page, '/form/ajouter-cle'));
  await submit(form(page, '/form/ajouter-cle'));
  await expect(page.getByRole('status').filter({ hasText: 'Chargement…' })).toHaveCount(1);
  release();
  await readRecoveryCodes(page);

  await signOut(page);
  const releaseAgain = await holdModule(page);
  await page.goto('/connexion');
  await submit(form(page, '/form/demander-cle'));
  await expect(page).toHaveURL(/\/connexion\/cle/);
  await submit(form(page, '/form/connexion-cle'));
  await expect(page.getByRole('status').filter({ hasText: 'Chargement…' })).toBeVisible();
  releaseAgain();
  await expect(page).toHaveURL(/\/connexion\/confirmation/);
});

test('sans le module, une clé d’accès le dit', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.route('**/pkg/*.wasm', (route) => route.fulfill({ status: 403, contentType: 'text/plain', body: '' }));
  await page.goto('/profil/securite/cle?niveau=cle');
  await submit(form(page, '/form/ajouter-cle'));
  await expectRefusal(page, /Activez les scripts/);
});

test('avant le module, une page ouverte ne manque pas un changement de droits', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const release = await holdModule(page);
  await page.goto('/tableau-de-bord');
  await expect(page.locator('main')).toContainText('DEMO-DG-0001');
  await portal.simulator.setRights('dgddi', person.identifiant, [{ teleservice: 'DELTA-G', droit: 'lire', siret: BRUMAIRE.siret }]);
  release();
  await expect(page.locator('main')).not.toContainText('DEMO-DG-0001');
});
