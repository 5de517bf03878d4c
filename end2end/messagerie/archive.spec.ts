import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRIEFLY, changed } from '../steps/changes.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectProblem, expectValues, send } from '../steps/form.ts';
import { sendGuaranteeQuestion } from '../steps/question.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Returns the files of a ZIP archive whose entries are not compressed. */
function entries(archive: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  // Headers of the central directory.
  for (let at = archive.indexOf('PK\u0001\u0002'); at >= 0; at = archive.indexOf('PK\u0001\u0002', at + 4)) {
    const name = archive.subarray(at + 46, at + 46 + archive.readUInt16LE(at + 28)).toString('utf8');
    const [size, local] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 42)];
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    found.set(name, archive.subarray(start, start + size));
  }
  return found;
}

test('un opérateur archive les échanges de son entreprise', async ({ page, portal, scripts, check }) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie à archiver');
  await page.goto('/messagerie');
  await page.getByRole('link', { name: 'Archiver les échanges' }).click();
  await expect(page.locator('h1')).toHaveText('Archive des échanges');
  await check(page);
  await send(page, '/form/archiver-echanges', { du: '2026-02-02', au: '2026-02-01' });
  await expectProblem(page, 'au', /ne précède pas le premier/);
  await expectValues(page, '/form/archiver-echanges', { du: '2026-02-02', au: '2026-02-01' });
  await check(page);
  await send(page, '/form/archiver-echanges', { du: '2020-01-01', au: '2099-12-31' });
  await expect(page.locator('main')).toContainText('La préparation a commencé');
  await check(page);

  const archive = page.locator('main a[href^="/messagerie/archive/"]');
  await changed(page, scripts, () => expect(archive).toBeVisible(BRIEFLY));
  if (scripts) await expect(page.locator('[data-announce]')).toContainText('L’archive est prête');
  await check(page);
  const [download] = await Promise.all([page.waitForEvent('download'), archive.click()]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^prodouane-echanges-${BRUMAIRE.siren}-\\d{4}-\\d\\d-\\d\\d\\.zip$`));
  const files = [...entries(await readFile(await download.path())).keys()];
  await page.goto(question);
  const number = /Q-\d{4}-[0-9A-Z]{6}/.exec((await page.locator('main').textContent())!)![0];
  for (const file of ['LISEZMOI.txt', 'index.html', 'manifeste.json', 'SHA256SUMS', `${number}/question.html`, `${number}/question.json`]) {
    expect(files).toContain(file);
  }
  expect(files).toContain(`${number}/preuves/accuse-de-reception.pdf`);
  await portal.simulator.mail(person.email, /archive de vos échanges est prête/);
});

test('la page d’une question archivée est accessible et se lit sans le portail', async ({ page, portal, check }, info) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Garantie à lire');
  await page.goto('/messagerie/archive');
  await send(page, '/form/archiver-echanges', { du: '2020-01-01', au: '2099-12-31' });
  const archive = page.locator('main a[href^="/messagerie/archive/"]');
  await expect(async () => {
    await page.goto('/messagerie/archive');
    await expect(archive).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), archive.click()]);
  const folder = info.outputPath('archive');
  for (const [name, bytes] of entries(await readFile(await download.path()))) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  await page.goto(`file://${folder}/index.html`);
  await expect(page.locator('h1')).toContainText('Archive des échanges');
  await page.getByRole('link', { name: 'Garantie à lire' }).first().click();
  await expect(page.locator('main')).toContainText('Comment faire ?');
  await check(page);
});
