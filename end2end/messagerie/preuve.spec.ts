import { readFile } from 'node:fs/promises';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

test('un accusé de réception se vérifie sans compte', async ({ page, portal, browser, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie pour un transit');
  await page.goto(`${question}/recu`);
  await expect(page.locator('main')).toContainText('réputée acceptée');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger l’accusé de réception (JSON)' }).click();
  const json = await readFile(await (await downloading).path(), 'utf8');

  const visitor = await browser.newPage({ baseURL: portal.address, javaScriptEnabled: false });
  const verify = async (content: string) => {
    await visitor.goto('/verifier-un-accuse-de-reception');
    const file = { name: 'accuse.json', mimeType: 'application/json', buffer: Buffer.from(content) };
    await visitor.getByLabel('Fichier de l’accusé ou du reçu').setInputFiles(file);
    await visitor.getByRole('button', { name: 'Vérifier' }).click();
  };
  await verify(json);
  await expect(visitor.locator('main')).toContainText('Ce document figure au registre');
  await verify(json.replace('transit', 'Transit'));
  await expect(visitor.locator('main')).toContainText('Ce document a été modifié');
  await verify('{}');
  await expect(visitor.locator('main')).toContainText('n’est ni un accusé de réception, ni un message, ni un reçu');
  await visitor.close();

  await page.goto(question);
  await page.getByRole('link', { name: 'Preuves des échanges' }).click();
  await expect(page.locator('main')).toContainText('Ce message est l’inscription n°');
  await check(page);
  await page.goto('/verifier-un-accuse-de-reception');
  await check(page);
});
