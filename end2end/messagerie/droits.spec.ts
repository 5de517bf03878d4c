import { createAccount } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE, chooseCompany, type DemoAccount } from '../steps/company.ts';
import { attachAndWait, fillDraft, openMotif, sendQuestion, openSummary } from '../steps/question.ts';
import { pdf } from '../portal/files.ts';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// Hidden questions are answered with 404, like missing ones.
test.use({ expectedErrors: [/status of 404/] });

const CONFIDENTIAL = [
  'Demander ou modifier un échéancier / un report de paiement',
  'Régulariser le rejet d’une opération de télérèglement',
];

/** Opens a page in a new browser context, with a new person signed in and linked. */
async function openPageAs(
  browser: Browser,
  options: BrowserContextOptions,
  portal: Portal,
  model: DemoAccount,
): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: portal.address });
  const page = await context.newPage();
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, model);
  return page;
}

test('sans le droit télépayer, les motifs confidentiels et leurs questions sont invisibles', async ({
  browser,
  contextOptions,
  portal,
  check,
}) => {
  const payer = await openPageAs(browser, contextOptions, portal, 'alix.demo');
  await chooseCompany(payer, BRUMAIRE.siren);
  await openMotif(payer, 'echeancier');
  await fillDraft(payer, 'recette', {
    creance: 'DEMO-DG-0002',
    montant: '1000',
    echeance: `${new Date().getFullYear() + 1}-03-15`,
    motif_economique: 'client',
    objet: 'Objet très confidentiel',
    message: 'Demande confidentielle.',
  });
  await attachAndWait(payer, 'piece_justificative', pdf('confidentiel.pdf'));
  await openSummary(payer);
  const question = await sendQuestion(payer);
  await payer.goto(question);
  const attachment = await payer.locator('main a[href^="/pieces/"]').first().getAttribute('href');

  const reader = await openPageAs(browser, contextOptions, portal, 'chloe.demo');
  await reader.goto('/messagerie');
  await expect(reader.locator('main')).not.toContainText('Objet très confidentiel');
  await check(reader);
  await reader.goto('/messagerie/nouvelle');
  for (const title of CONFIDENTIAL) await expect(reader.locator('main')).not.toContainText(title);
  await expect(reader.locator('main')).toContainText('Obtenir des précisions sur une créance');
  for (const url of [question, `${question}/recu`]) {
    const answer = await reader.goto(url);
    expect(answer!.status()).toBe(404);
    await expect(reader.locator('main')).not.toContainText('confidentiel.pdf');
  }
  expect((await reader.goto(attachment!))!.status()).toBe(404);
  await payer.context().close();
  await reader.context().close();
});

test('deux usagers du même SIREN voient les mêmes questions', async ({ browser, contextOptions, portal }) => {
  const one = await openPageAs(browser, contextOptions, portal, 'basile.demo');
  await openMotif(one, 'garantie-mise-en-place');
  await fillDraft(one, 'pae', {
    siret: BRUMAIRE.siret,
    regime: 'transit',
    montant: '25 000',
    objet: 'Garantie partagée',
    message: 'Question visible par les collègues.',
  });
  await openSummary(one);
  const question = await sendQuestion(one);
  const other = await openPageAs(browser, contextOptions, portal, 'chloe.demo');
  await other.goto('/messagerie');
  await expect(other.locator('main')).toContainText('Garantie partagée');
  await other.goto(question);
  await expect(other.locator('main')).toContainText('Question visible par les collègues.');
  await one.context().close();
  await other.context().close();
});
