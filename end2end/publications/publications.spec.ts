import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, expectValues, form, send, submit } from '../steps/form.ts';

/** A word that no other scenario writes. */
function ownWord(): string {
  return `zanzibar${Date.now() % 100000}`.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}

test('une rédactrice écrit une actualité, la publie, la corrige et l’archive', async ({ page, portal, request, check }) => {
  const word = ownWord();
  const editor = await createMember(portal, 'Capucine', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await page.goto('/equipe/publications');
  const main = page.locator('main');
  await check(page);
  await main.getByRole('link', { name: 'Écrire une actualité' }).click();
  await check(page);
  await send(page, '/form/creer-article', {
    titre: `Nouvelle du ${word}`,
    resume: 'Le résumé.',
    texte: '## Avant\n\nVoir l’[aide](aide), **vite**.',
  });
  await expectProblem(page, 'texte', /marque est incomplète/);
  await expectValues(page, '/form/creer-article', { titre: `Nouvelle du ${word}`, resume: 'Le résumé.' });
  await check(page);
  await send(page, '/form/creer-article', { texte: '## Avant\n\nVoir l’[aide](/aide), **vite**.\n\n1. un\n2. deux' });
  await expect(page).toHaveURL(/\/equipe\/publications\/article\/nouvelle-du-/);
  await expect(main).toContainText('Le brouillon est enregistré');
  await check(page);
  const edited = page.url();
  const address = `/actualites/${new URL(edited).pathname.split('/').pop()}`;
  expect((await request.get(address)).status()).toBe(404);

  await main.getByRole('link', { name: 'Aperçu', exact: true }).click();
  await expect(page.locator('h1')).toContainText('aperçu de la version 1');
  await expect(main.locator('.prose h2')).toHaveText('Avant');
  await expect(main.locator('.prose ol li')).toHaveCount(2);
  await check(page);
  await page.goto(edited);
  await send(page, '/form/publier-article', { quand: 'date', jour: '2020-01-01' });
  await expectProblem(page, 'jour', /jour à venir/);
  await send(page, '/form/publier-article', { quand: 'date', jour: '2099-12-31' });
  await expect(main).toContainText('Publication prévue');
  await check(page);
  await submit(form(page, '/form/annuler-publication-article'));
  await expect(main).toContainText('La publication est annulée');
  await send(page, '/form/publier-article', { quand: 'maintenant' });
  await expect(main).toContainText('La version est publiée');
  await check(page);

  await page.goto('/');
  await expect(page.locator('head link[rel=alternate][type="application/atom+xml"]')).toHaveAttribute('href', '/actualites.atom');
  await main.getByRole('link', { name: `Nouvelle du ${word}` }).click();
  await expect(page.locator('h1')).toHaveText(`Nouvelle du ${word}`);
  await expect(main).toContainText('Publié le');
  await check(page);
  const feed = await request.get('/actualites.atom');
  expect(await feed.text()).toContain(`Nouvelle du ${word}`);
  const again = await request.get('/actualites.atom', { headers: { 'If-None-Match': feed.headers()['etag']! } });
  expect(again.status()).toBe(304);

  await page.goto(`${edited}/modifier`);
  await expectValues(page, '/form/modifier-article', { titre: `Nouvelle du ${word}` });
  await check(page);
  await send(page, '/form/modifier-article', { correction: 'Le lien était faux.' });
  await send(page, '/form/publier-article', { quand: 'maintenant' });
  await expect(main).toContainText('La version est publiée');
  await page.goto(address);
  await expect(main).toContainText(/Correction du .*: Le lien était faux\./);
  await check(page);

  await page.goto(edited);
  await submit(form(page, '/form/archiver-article'));
  await expect(main).toContainText('La page est archivée');
  await check(page);
  await page.goto(address);
  await expect(main).toContainText('Page archivée le');
  await check(page);
  await page.goto('/actualites');
  await expect(main).not.toContainText(word);
  await check(page);
  await page.goto(edited);
  await submit(form(page, '/form/reprendre-article'));
  await expect(main).toContainText('repris dans un nouveau brouillon');
  await page.goto(`/equipe/publications?etat=archivee&recherche=${word}`);
  await expect(main.locator('tbody tr')).toHaveCount(1);
  await check(page);
});

test('un visiteur trouve un événement par la recherche et l’ajoute à son calendrier', async ({ page, browser, portal, request, scripts, check }) => {
  const word = ownWord();
  const editor = await createMember(portal, 'Capucine', 'editor');
  const staffContext = await browser.newContext({ baseURL: portal.address, javaScriptEnabled: scripts });
  const staff = await staffContext.newPage();
  await signInStaff(staff, portal, editor, /\/equipe$/);
  await staff.goto('/equipe/publications/nouvelle?nature=evenement');
  await check(staff);
  const event = {
    titre: `Réunion du ${word}`,
    resume: 'Une réunion.',
    texte: 'Venez nombreux.',
    debut_jour: '2099-06-10',
    debut_heure: '09:00',
    fin_heure: '08:00',
    territoire: 'la-reunion',
    lieu: 'Le Port',
    lien: 'http://exemple.fr',
  };
  await send(staff, '/form/creer-article', event);
  await expectProblem(staff, 'fin_heure', /heure de fin/);
  await expectProblem(staff, 'lien', /https:/);
  await expectValues(staff, '/form/creer-article', { lieu: 'Le Port', debut_jour: '2099-06-10' });
  await check(staff);
  await send(staff, '/form/creer-article', { fin_heure: '10:30', lien: 'https://exemple.fr/inscription' });
  await send(staff, '/form/publier-article', { quand: 'maintenant' });
  await expect(staff.locator('main')).toContainText('La version est publiée');
  const edited = staff.url();

  const main = page.locator('main');
  await page.goto('/recherche');
  await check(page);
  await page.goto('/');
  await check(page);
  await main.getByLabel('Rechercher sur le portail').fill(`réunions ${word}`);
  await main.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page.locator('h1')).toContainText('Rechercher sur le portail');
  await check(page);
  await main.getByRole('link', { name: `Réunion du ${word}` }).click();
  await expect(page.locator('h1')).toHaveText(`Réunion du ${word}`);
  await expect(main).toContainText('de 9 h à 10 h 30 (heure de La Réunion)');
  await check(page);
  const address = new URL(page.url()).pathname;
  const first = await (await request.get(`${address}/evenement.ics`)).text();
  expect(first).toContain('STATUS:CONFIRMED');
  expect(first).toContain('DTSTART:20990610T050000Z');
  await page.goto('/agenda');
  await expect(main).toContainText(`Réunion du ${word}`);
  await check(page);
  await page.goto('/agenda?periode=passes');
  await expect(main).not.toContainText(word);
  await check(page);

  await staff.goto(`${edited}/modifier`);
  await send(staff, '/form/modifier-article', { annule: true });
  await send(staff, '/form/publier-article', { quand: 'maintenant' });
  await expect(staff.locator('main')).toContainText('La version est publiée');
  await staffContext.close();
  await page.goto(address);
  await expect(main).toContainText('Événement annulé');
  await check(page);
  const second = await (await request.get(`${address}/evenement.ics`)).text();
  expect(second).toContain('STATUS:CANCELLED');
  expect(second).toContain('SEQUENCE:1');
  const uid = /UID:\S+/.exec(first)![0];
  expect(second).toContain(uid);
  expect(await (await request.get('/agenda.ics')).text()).toContain(uid);

  await page.goto('/recherche?recherche=licornebleue');
  await expect(main).toContainText('Aucun résultat');
  await check(page);
});

test('un document se choisit par genre et par téléservice', async ({ page, portal, check }) => {
  const word = ownWord();
  const editor = await createMember(portal, 'Capucine', 'editor');
  await signInStaff(page, portal, editor, /\/equipe$/);
  await page.goto('/equipe/publications/nouvelle?nature=documentation');
  await check(page);
  await send(page, '/form/creer-article', {
    titre: `Convention ${word}`,
    resume: 'Comment adhérer.',
    texte: 'Le texte.',
    genre: 'convention',
    teleservice: 'CIEL',
  });
  await send(page, '/form/publier-article', { quand: 'maintenant' });
  const main = page.locator('main');
  await expect(main).toContainText('La version est publiée');
  await page.goto('/documentation');
  await check(page);
  await main.getByLabel('Genre', { exact: true }).selectOption('convention');
  await main.getByLabel('Téléservice', { exact: true }).selectOption('CIEL');
  await main.getByRole('button', { name: 'Filtrer' }).click();
  await main.getByRole('link', { name: `Convention ${word}` }).click();
  await expect(main).toContainText('Convention de téléservice');
  await check(page);
  await page.goto('/documentation?genre=webinaire&teleservice=DOMINO');
  await expect(main).toContainText('Aucun document');
  await check(page);
});
