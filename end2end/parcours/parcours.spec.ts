import { createHash } from 'node:crypto';
import { pdf, png } from '../portal/files.ts';
import { createAgent, newPerson } from '../portal/people.ts';
import { SERVICES } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { activationLink, codeFromMail, register, signInAgent, signOut } from '../steps/account.ts';
import { BRUMAIRE, signInAtCoOwner } from '../steps/company.ts';
import { form, send, submit } from '../steps/form.ts';
import { attachAndWait, chooseMotif, fillDraft, sendQuestion, openSummary } from '../steps/question.ts';

/** Complete scenario with one operator and one agent; the accessibility of every page is checked. */
test('de l’inscription à la réponse du service', async ({ page, portal, check, browser, contextOptions }) => {
  test.setTimeout(240_000);
  const person = newPerson('Alix');
  const agent = await createAgent(portal, 'recette');
  const report = pdf('plan-de-tresorerie.pdf', 3_000_000);
  const photo = png('avis.png');
  let question = '';

  await test.step('1. inscription', async () => {
    await page.goto('/');
    await check(page);
    await page.getByRole('link', { name: 'Inscription' }).first().click();
    await expect(page).toHaveURL(/\/inscription$/);
    await check(page);
    await register(page, person);
    await expect(page).toHaveURL(/\/inscription\/confirmation/);
    await expect(page.locator('h1')).toContainText('Ouverture de votre compte');
    await check(page);
  });

  await test.step('2. activation par le lien du courriel', async () => {
    await page.goto(await activationLink(portal, person));
    await check(page);
    await send(page, '/form/activation', { identifiant: person.identifiant, mot_de_passe: person.password });
    await expect(page).toHaveURL(/\/activation\/confirmation/);
    await check(page);
  });

  await test.step('3. connexion sur un appareil inconnu', async () => {
    await page.goto('/connexion');
    await check(page);
    const mailCount = (await portal.simulator.mails(person.email)).length;
    await send(page, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
    await expect(page).toHaveURL(/\/connexion\/code/);
    await check(page);
    await send(page, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
    await expect(page).toHaveURL(/\/connexion\/confirmation/);
    await check(page);
  });

  await test.step('4. rattachement et choix de l’entreprise', async () => {
    await portal.simulator.openAccount('dgddi', person.identifiant, 'alix.demo');
    await page.goto('/profil/rattachements');
    await check(page);
    await page.locator('form[action="/form/rattacher"]:has([name="co_proprietaire"][value="dgddi"]) button').click();
    await signInAtCoOwner(page, portal, person);
    await expect(page).toHaveURL(new RegExp(`^${portal.address}/`));
    await check(page);
    await page.goto('/entreprises');
    await check(page);
    await page
      .locator(`main form[action="/form/choisir-siren"]:has([name="siren"][value="${BRUMAIRE.siren}"]) button`)
      .click();
    await expect(page).toHaveURL(/\/tableau-de-bord/);
  });

  await test.step('5. tableau de bord', async () => {
    await expect(page.getByRole('banner')).toContainText(BRUMAIRE.name);
    await expect(page.locator('main')).toContainText('Synthèse des paiements à date');
    await expect(page.locator('main')).toContainText('DEMO-DG-0001');
    await expect(page.locator('main')).toContainText('Dédouanement');
    await check(page);
    await page.locator('main a[href*="paiements=historique"]').first().click();
    await expect(page).toHaveURL(/paiements=historique/);
    await check(page);
    await page.goto('/mandats');
    await check(page);
  });

  await test.step('6. question avec pièces jointes', async () => {
    await page.goto('/messagerie');
    await check(page);
    await page.goto('/messagerie/nouvelle');
    await check(page);
    await chooseMotif(page, 'echeancier');
    await expect(page).toHaveURL(/\/messagerie\/brouillon\/[^/]+$/);
    await check(page);
    await fillDraft(page, 'recette', {
      creance: 'DEMO-DG-0001',
      montant: '12 843,50',
      echeance: dateInMonths(3),
      motif_economique: 'tresorerie',
      message: 'Nous demandons un report de trois mois.\nMerci de votre attention.',
    });
    await check(page);
    await attachAndWait(page, 'piece_justificative', report);
    await attachAndWait(page, '', photo);
    await check(page);
    await openSummary(page);
    await expect(page.locator('main')).toContainText('report de trois mois');
    await check(page);
    question = await sendQuestion(page);
  });

  await test.step('7. reçu', async () => {
    const receipt = page.locator('.receipt');
    await expect(receipt).toContainText(SERVICES.recette.name);
    await expect(receipt).toContainText(/\d{1,2}(er)?\s\S+\s\d{4}\sà\s\d{1,2}\sh\s\d{2}\smin\s\d{2}\ss/);
    for (const file of [report, photo]) {
      await expect(receipt).toContainText(file.name);
      await expect(receipt).toContainText(createHash('sha256').update(file.buffer).digest('hex'));
    }
    await check(page);
  });

  const agentContext = await browser.newContext({ ...contextOptions, baseURL: portal.address });
  const agentPage = await agentContext.newPage();
  const answer = pdf('accord.pdf');
  await test.step('8. prise en charge et réponse du service', async () => {
    await signInAgent(agentPage, portal, agent);
    await check(agentPage);
    // By identifier: other tests of the same portal send questions to this service too.
    const identifier = question.split('/').at(-1)!;
    await agentPage.locator(`main a[href="/agent/question/${identifier}"]`).click();
    await expect(agentPage).toHaveURL(/\/agent\/question\//);
    await check(agentPage);
    const download = agentPage.waitForEvent('download');
    await agentPage.locator('main a[href^="/pieces/"]', { hasText: report.name }).first().click();
    const stream = await (await download).createReadStream();
    const hash = createHash('sha256');
    for await (const part of stream) hash.update(part as Buffer);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(report.buffer).digest('hex'));
    await submit(form(agentPage, '/form/prendre-en-charge'));
    await expect(agentPage.locator('main')).toContainText(/pris(e)? en charge/i);
    await attachAndWait(agentPage, '', answer, '/televersement/reponse/');
    await send(agentPage, '/form/repondre', { message: 'Le report est accordé, voir la pièce jointe.' });
    await expect(agentPage.locator('main')).toContainText('Le report est accordé');
    await check(agentPage);
  });

  await test.step('9. notification, lecture et relance de l’opérateur', async () => {
    const mail = await portal.simulator.mail(person.email, /répon/i);
    expect(mail.text).toContain(portal.address);
    await page.goto('/notifications');
    await check(page);
    await page.goto(question);
    await expect(page.locator('main')).toContainText('Le report est accordé');
    await expect(page.locator('main')).toContainText(answer.name);
    await check(page);
    await send(page, '/form/suite', { message: 'Merci. À quelle date le premier prélèvement aura-t-il lieu ?' });
    await expect(page.locator('main')).toContainText('premier prélèvement');
    await agentPage.reload();
    await expect(agentPage.locator('main')).toContainText('premier prélèvement');
    await agentContext.close();
  });

  await test.step('10. déconnexion', async () => {
    await signOut(page);
    await check(page);
    await page.goto(question);
    await expect(page).toHaveURL(/\/connexion/);
  });
});

/** Returns a date some months ahead, in the format of a date field. */
function dateInMonths(months: number): string {
  const day = new Date();
  day.setMonth(day.getMonth() + months, 15);
  return day.toISOString().slice(0, 10);
}
