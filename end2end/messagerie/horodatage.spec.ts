import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { runCommand } from '../portal/programs.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

test.use({ ownPortal: true });

/** Downloads what a link of the page leads to. */
async function download(page: Page, link: string): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  return readFile(await (await downloading).path());
}

/** Returns whether OpenSSL accepts the timestamp for this text. */
async function opensslAccepts(folder: string, note: string, timestamp: Buffer, authority: string): Promise<boolean> {
  const file = (name: string) => path.join(folder, name);
  await Promise.all([writeFile(file('note'), note), writeFile(file('tsr'), timestamp), writeFile(file('pem'), authority)]);
  const parameters = ['ts', '-verify', '-data', file('note'), '-in', file('tsr'), '-CAfile', file('pem')];
  return new Promise((resolve) => execFile('openssl', parameters, (error) => resolve(error === null)));
}

test('l’horodatage d’une preuve se vérifie avec openssl', async ({ page, portal, check }, info) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie à dater');
  await runCommand(['log', 'timestamp'], portal.environment);

  await page.goto(`${question}/recu`);
  await expect(page.locator('main')).toContainText('Une autorité d’horodatage extérieure au portail atteste');
  await check(page);
  const json = await download(page, 'Télécharger l’accusé de réception (JSON)');
  const proof = (await download(page, 'Télécharger sa preuve')).toString();
  const timestamp = await download(page, 'Télécharger l’horodatage de sa preuve (RFC\u00a03161)');
  const authority = await portal.simulator.timestampAuthority();
  const note = proof.slice(proof.indexOf('\n\n') + 2);
  const folder = info.outputPath();
  await writeFile(info.outputPath('vide'), '');
  expect(await opensslAccepts(folder, note, timestamp, authority)).toBe(true);
  expect(await opensslAccepts(folder, note.replace(/\d/, '9'), timestamp, authority)).toBe(false);

  await page.goto('/verifier-un-accuse-de-reception');
  const file = { name: 'accuse.json', mimeType: 'application/json', buffer: json };
  await page.getByLabel('Fichier de l’accusé ou du reçu').setInputFiles(file);
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page.locator('main')).toContainText('Ce document figure au registre');
  await check(page);
  const published = await download(page, 'Télécharger le point de contrôle horodaté');
  expect(await opensslAccepts(folder, published.toString(), timestamp, authority)).toBe(true);
});
