import type { Page } from '@playwright/test';
import { createAccount, createAgent } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { pdf } from '../portal/files.ts';
import { signInAgent } from '../steps/account.ts';
import { attachAndWait, fillDraft, openMotif, openSummary, sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

/** Widths of phones, and of tablets and half screens around the changes of layout. */
const WIDTHS = [320, 390, 680, 720, 768, 820];

/** Texts that people and co-owners write: of persons, companies, services, files, passkeys, questions. */
const NAMES = 'h1, h2, h3, td, dd, dt, legend, option, summary, .account__name, .company__name, .attachment__name, main a, main label, main p, main li';

/** Replaces the words of names by one of 200 letters, without changing elements, and returns what then overflows. */
async function overflowing(page: Page): Promise<string[]> {
  await page.evaluate((names) => {
    for (const element of document.querySelectorAll(names)) {
      const text = [...element.childNodes].find((node): node is Text => node instanceof Text && node.data.trim().length > 2);
      if (text && !element.closest('table')) text.data = 'Nom'.padEnd(200, 'w');
    }
  }, NAMES);
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= limit) return [];
      return [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > limit + 1)
        .map((element) => `${element.tagName}.${element.className}`)
        .slice(0, 6);
    });
    if (wide.length > 0) found.push(`${new URL(page.url()).pathname} at ${width} px: ${wide.join(', ')}`);
  }
  return found;
}

test('des noms de 200 lettres ne font défiler aucune page de côté', async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
  const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Un objet');
  await openMotif(page, 'garantie-mise-en-place');
  const draft = page.url();
  await fillDraft(page, 'pae', { siret: BRUMAIRE.siret, regime: 'transit', montant: '25 000', message: 'Texte.' });
  await attachAndWait(page, '', pdf('piece.pdf'));
  await openSummary(page);
  const pages = [page.url(), draft, `${draft}/pieces`, question, `${question}/recu`];
  pages.push('/tableau-de-bord', '/entreprises', '/messagerie', '/messagerie/nouvelle', '/teleservices', '/mandats');
  pages.push('/profil', '/profil/securite', '/profil/rattachements', '/profil/habilitations', '/profil/donnees', '/', '/connexion', '/inscription', '/aide');
  const found: string[] = [];
  for (const address of pages) {
    await page.goto(address);
    found.push(...(await overflowing(page)));
  }
  expect(found).toEqual([]);
});

test('des noms de 200 lettres ne font défiler aucune page des agents de côté', async ({ page, portal }) => {
  const agent = await createAgent(portal, 'pae');
  await signInAgent(page, portal, agent);
  expect(await overflowing(page)).toEqual([]);
});
