import type { Browser, Page } from '@playwright/test';
import { pdf } from '../portal/files.ts';
import { createAccount, createAgent, createManager, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { signInAgent, signInStaff } from '../steps/account.ts';
import { BRUMAIRE, ILOT } from '../steps/company.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';
import { attachAndWait } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

type Check = (page: Page) => Promise<void>;

const TITLE = 'Consignes de dépôt des déclarations récapitulatives';

/** Opens another browser on a phone. */
async function phone(page: Page, portal: Portal): Promise<Page> {
  const context = await (page.context().browser() as Browser).newContext({
    baseURL: portal.address,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true,
  });
  return context.newPage();
}

/** Creates a folder for the company, with a document that is not published yet. */
async function createDocument(manager: Page, check: Check): Promise<void> {
  await check(manager);
  await manager.getByRole('link', { name: 'Créer un dossier' }).click();
  await check(manager);
  const service = SERVICES.pae.code;
  await send(manager, '/form/creer-dossier-documentaire', { titre: 'Courriers', responsable: service, lecteurs: 'entreprise' });
  await expectProblem(manager, 'siren', /Renseignez/);
  await check(manager);
  await send(manager, '/form/creer-dossier-documentaire', { siren: BRUMAIRE.siren });
  await expect(manager.locator('main')).toContainText('Le dossier est créé.');
  await expect(manager.locator('main')).toContainText('Qui voit ces documents, et pourquoi');
  await check(manager);
  const reversed = { titre: TITLE, valable_du: '2026-02-01', valable_au: '2026-01-01', accuse: true };
  await send(manager, '/form/creer-document', reversed);
  await expectProblem(manager, 'valable_au', /./);
  await check(manager);
  await send(manager, '/form/creer-document', { valable_du: '', valable_au: '' });
  await expect(manager.locator('main')).toContainText('Le document est créé.');
  await expect(manager.locator('main')).toContainText('aucune version n’est publiée');
  await check(manager);
}

async function publish(manager: Page, file: string, note: string): Promise<void> {
  await attachAndWait(manager, '', pdf(file));
  await send(manager, '/form/publier-document', { note });
  await expect(manager.locator('main')).toContainText('La version est publiée.');
}

async function signInOperator(page: Page, portal: Portal): Promise<Person> {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  return person;
}

test('publier un document pour une entreprise, qui le lit, le confirme, puis le remplacer et l’archiver', async ({ page, portal, check }) => {
  const manager = await phone(page, portal);
  await signInStaff(manager, portal, await createManager(portal, 'pae'), /\/gestionnaire$/);
  await createDocument(manager, check);
  await attachAndWait(manager, '', pdf('consignes.pdf'));
  await check(manager);
  await send(manager, '/form/publier-document', { note: '' });
  await expectProblem(manager, 'note', /Renseignez/);
  await send(manager, '/form/publier-document', { note: 'Première version' });
  await expect(manager.locator('main')).toContainText('La version est publiée.');
  await expect(manager.locator('main')).toContainText('Personne n’a encore confirmé');
  await check(manager);

  const person = await signInOperator(page, portal);
  await page.goto('/documents');
  await expect(page.getByRole('table')).toContainText('À confirmer');
  await check(page);
  await page.getByRole('link', { name: TITLE }).click();
  await expect(page.locator('main')).toContainText('Pourquoi vous le voyez');
  await expect(page.locator('main')).not.toContainText('Gestion Essai');
  await check(page);
  const link = page.getByRole('link', { name: 'consignes.pdf' });
  const address = (await link.getAttribute('href'))!;
  const downloading = page.waitForEvent('download');
  await link.click();
  expect((await downloading).suggestedFilename()).toBe('consignes.pdf');
  await submit(form(page, '/form/prendre-connaissance'));
  await expect(page.locator('main')).toContainText('Votre lecture est confirmée.');
  await check(page);

  await manager.reload();
  await expect(manager.locator('main')).toContainText('1 lecture confirmée');
  await expect(manager.locator('main')).toContainText(`${person.prenom} ${person.nom}`);
  await check(manager);
  await publish(manager, 'consignes-2.pdf', 'Nouvelle échéance');
  await check(manager);

  // The link to the replaced version leads to the new one, which is to be acknowledged again.
  await page.goto(address);
  await expect(page.locator('main')).toContainText('Cette version est remplacée');
  await expect(page.locator('main')).toContainText('consignes-2.pdf');
  await expect(form(page, '/form/prendre-connaissance')).toBeVisible();
  await check(page);

  const current = page.url();
  await page.goto('/documents?recherche=consigne');
  await expect(page.getByRole('table')).toContainText(TITLE);
  await page.goto('/documents?recherche=inconnu');
  await expect(page.locator('main')).toContainText('Aucun document ne correspond');
  await check(page);

  // The same person sees nothing of it for another company.
  await chooseCompanyByRequest(page, portal, ILOT.siren);
  await page.goto('/documents');
  await expect(page.locator('main')).not.toContainText(TITLE);
  await check(page);
  expect((await page.request.get(current)).status()).toBe(404);
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);

  await submit(manager.locator('main form[action="/form/ranger-document"]:has([value="archiver"])'));
  await expect(manager.locator('main')).toContainText('Le document est archivé');
  await check(manager);
  expect((await page.request.get(current)).status()).toBe(404);
  await submit(manager.locator('main form[action="/form/ranger-document"]:has([value="retablir"])'));
  await expect(manager.locator('main')).toContainText('Le document est rétabli.');
  expect((await page.request.get(current)).status()).toBe(200);
  await submit(manager.locator('main form[action="/form/ranger-document"]:has([value="jeter"])'));
  await expect(manager.locator('main')).toContainText('à la corbeille pour 30');
  await check(manager);
  await manager.context().close();
});

test('un document partagé avec un service est lu par ses agents seulement', async ({ page, portal, check }) => {
  const manager = await phone(page, portal);
  await signInStaff(manager, portal, await createManager(portal, 'pae'), /\/gestionnaire$/);
  await manager.goto('/gestionnaire/nouveau-dossier');
  const service = SERVICES.pae.code;
  await send(manager, '/form/creer-dossier-documentaire', { titre: 'Notes', responsable: service, lecteurs: 'service', service });
  await send(manager, '/form/creer-document', { titre: 'Note de service' });
  await publish(manager, 'note.pdf', 'Première version');
  await check(manager);

  await signInAgent(page, portal, await createAgent(portal, 'pae'));
  await page.goto('/agent/documents');
  await check(page);
  await page.getByRole('link', { name: 'Note de service' }).first().click();
  await expect(page.locator('main')).toContainText('vous êtes affecté à ce service');
  await check(page);
  const address = page.url();

  const other = await phone(page, portal);
  await signInAgent(other, portal, await createAgent(portal, 'recette'));
  await other.goto('/agent/documents');
  await expect(other.locator('main')).not.toContainText('Note de service');
  expect((await other.request.get(address)).status()).toBe(404);
  await other.context().close();
  await manager.context().close();
});
