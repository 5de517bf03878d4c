import { disguised, pdf } from '../portal/files.ts';
import { createAccount, createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { form, send, submit } from '../steps/form.ts';
import { attach, attachAndWait } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The browser logs the error status of a refused file to its console.
test.use({ expectedErrors: [/status of 422/] });

const UPLOAD = '/televersement/';

test('une personne et un conseiller joignent des fichiers à un dossier', async ({ page, portal, check }) => {
  const email = `dorian.${process.pid}.${Date.now()}@exemple.test`;
  const words = `Capture jointe ${Date.now()}`;
  await page.goto('/assistance');
  await expect(page.locator('main')).toContainText('une fois votre adresse confirmée');
  await send(page, '/form/saisir-assistance', { sujet: 'page', nom: 'Dorian Fictif', email, description: words });
  const mail = await portal.simulator.mail(email, /\/assistance\/confirmation\?/);
  await page.goto(/https?:\/\/\S+\/assistance\/confirmation\?[^\s"<>]+/.exec(mail.text)![0]);
  await submit(form(page, '/form/confirmer-dossier'));
  await expect(page).toHaveURL(/\/assistance\/dossier\/A-/);
  const casePage = page.url();

  await attachAndWait(page, '', pdf('capture.pdf'), UPLOAD);
  await attachAndWait(page, '', pdf('a-retirer.pdf'), UPLOAD);
  await attach(page, '', disguised('faux.pdf'), UPLOAD);
  await expect(page.locator('main')).toContainText(/faux\.pdf.{1,3}ne correspond pas/s);
  await check(page);
  await page.locator('main li').filter({ hasText: 'a-retirer.pdf' }).locator('button').first().click();
  await expect(page.locator('main')).not.toContainText('a-retirer.pdf');
  await send(page, '/form/completer-dossier', { message: 'Voici la capture.' });
  await expect(page.locator('.thread .attachment__name')).toHaveText(['capture.pdf']);
  await check(page);
  const link = await page.locator('.thread .attachment__name').getAttribute('href');
  const download = await page.request.get(link!);
  expect([download.status(), download.headers()['content-disposition']]).toEqual([200, expect.stringMatching(/^attachment;/)]);

  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  await signInStaff(other, portal, await createMember(portal, 'Colin', 'adviser'), /\/equipe$/);
  await other.goto(`/plateau?recherche=${encodeURIComponent(words)}`);
  await other.locator('main tbody a').first().click();
  await submit(form(other, '/form/prendre-dossier'));
  await expect(other.locator('.thread .attachment__name')).toHaveText(['capture.pdf']);
  await expect(other.locator('main')).toContainText('ce dossier n’est rattaché à aucun compte');
  await attachAndWait(other, '', pdf('mode-emploi.pdf'), UPLOAD);
  await check(other);
  await send(other, '/form/repondre-dossier', { message: 'Suivez ce mode d’emploi.' });
  await expect(other.locator('.thread .attachment__name')).toHaveText(['capture.pdf', 'mode-emploi.pdf']);
  await context.close();

  await page.goto(casePage);
  await expect(page.locator('.thread .attachment__name')).toHaveText(['capture.pdf', 'mode-emploi.pdf']);
  await check(page);
});

test('un conseiller propose un motif ouvert à la personne', async ({ page, portal, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  await page.goto('/assistance');
  await expect(page.locator('main')).toContainText('une fois votre demande envoyée');
  const words = `Garantie ${Date.now()}`;
  await send(page, '/form/saisir-assistance', { sujet: 'autre', description: words });
  await expect(page).toHaveURL(/\/assistance\/dossier\/A-/);
  const casePage = page.url();

  const context = await page.context().browser()!.newContext({ baseURL: portal.address });
  const other = await context.newPage();
  await signInStaff(other, portal, await createMember(portal, 'Colin', 'adviser'), /\/equipe$/);
  await other.goto(`/plateau?recherche=${encodeURIComponent(words)}`);
  await other.locator('main tbody a').first().click();
  await submit(form(other, '/form/prendre-dossier'));
  await expect(other.locator('main')).toContainText('peut poser une question pour');
  await check(other);
  await send(other, '/form/repondre-dossier', { message: 'Posez la question au service.', proposition: 'garantie-mise-en-place' });
  await expect(other.locator('main')).toContainText('Votre réponse est envoyée');
  await context.close();

  await page.goto(casePage);
  await page.getByRole('link', { name: 'Poser cette question au service' }).click();
  await expect(page).toHaveURL(/motif=garantie-mise-en-place/);
});

test('la liste des dossiers suit le travail des autres conseillers', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await page.goto('/assistance');
  const words = `Suivi en direct ${Date.now()}`;
  await send(page, '/form/saisir-assistance', { sujet: 'autre', description: words });
  await expect(page).toHaveURL(/\/assistance\/dossier\/A-/);

  const signedIn = async () => {
    const context = await page.context().browser()!.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
    const adviser = await context.newPage();
    await signInStaff(adviser, portal, await createMember(portal, 'Colin', 'adviser'), /\/equipe$/);
    await adviser.goto(`/plateau?recherche=${encodeURIComponent(words)}`);
    await expect(adviser.locator('main tbody tr')).toHaveCount(1);
    return adviser;
  };
  const [watching, taking] = [await signedIn(), await signedIn()];
  await check(watching);
  const search = watching.getByRole('searchbox');
  if (scripts) await search.fill(`${words} en cours`);
  await taking.locator('main tbody a').first().click();
  await submit(form(taking, '/form/prendre-dossier'));
  await expect(taking.locator('main')).toContainText('Vous avez pris ce dossier en charge');
  if (!scripts) await watching.getByRole('link', { name: 'Actualiser' }).click();
  await expect(watching.locator('main')).toContainText('Aucun dossier', { timeout: 2_000 });
  if (scripts) {
    await expect(search).toHaveValue(`${words} en cours`);
    await expect(search).toBeFocused();
  }
  await check(watching);
  await Promise.all([watching.context().close(), taking.context().close()]);
});
