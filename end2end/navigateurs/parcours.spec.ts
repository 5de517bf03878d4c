import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pdf } from '../portal/files.ts';
import { newPerson, type Person } from '../portal/people.ts';
import { type Portal, SERVICES } from '../portal/portal.ts';
import { startFirefox } from '../portal/firefox.ts';
import type { Tab } from '../portal/tab.ts';
import { expect, portalTest } from '../portal/test.ts';
import { startWebkit } from '../portal/webkit.ts';
import { activationLink, codeFromMail } from '../steps/account.ts';
import { BRUMAIRE, CO_OWNER_PASSWORD } from '../steps/company.ts';

/** Complete scenario of an operator in Firefox and WebKit: what depends on the browser, not each rule. */
const test = portalTest.extend<{ tab: Tab }>({
  tab: async ({ otherBrowser, scripts }, use, info) => {
    const start = otherBrowser === 'webkit' ? startWebkit : startFirefox;
    const folder = info.outputPath('navigateur');
    await mkdir(folder, { recursive: true });
    const tab = await start({ folder, scripts });
    await use(tab);
    if (info.status !== info.expectedStatus) {
      const page = `${await tab.address()}\n\n${await tab.text()}`;
      await info.attach('page', { body: page, contentType: 'text/plain' });
      await info.attach('image', { body: await tab.screenshot(), contentType: 'image/png' });
    }
    await tab.close();
  },
});

test('de l’inscription à la déconnexion dans un autre navigateur', async ({ tab, portal, scripts, https }, info) => {
  const person = newPerson('Alix');

  await test.step('1. inscription et activation', async () => {
    await tab.open(`${portal.address}/`);
    await tab.click('a[href="/inscription"]');
    await reach(tab, '/inscription');
    await register(tab, person);
    await reach(tab, '/inscription/confirmation');
    await tab.open(await activationLink(portal, person));
    await send(tab, '/form/activation', { identifiant: person.identifiant, mot_de_passe: person.password });
    await reach(tab, '/activation/confirmation');
  });

  await test.step('2. connexion avec un code', async () => {
    await tab.open(`${portal.address}/connexion`);
    await signIn(tab, portal, person);
    const cookies = await tab.cookies();
    const prefix = https ? '__Host-' : '';
    expect(cookies).toContainEqual({ name: `${prefix}prodouane`, secure: https });
    expect(cookies.filter((cookie) => cookie.secure !== https || !cookie.name.startsWith(prefix))).toEqual([]);
  });

  await test.step('3. rattachement et choix de l’entreprise', async () => {
    await portal.simulator.openAccount('dgddi', person.identifiant, 'alix.demo');
    await tab.open(`${portal.address}/profil/rattachements`);
    await tab.click('form[action="/form/rattacher"]:has([value="dgddi"]) button');
    await shows(tab, 'Simulateur');
    await tab.type('[name="identifiant"]', person.identifiant);
    await tab.type('[name="mot_de_passe"]', CO_OWNER_PASSWORD);
    await tab.click('main button');
    await expect.poll(() => tab.address()).toContain(portal.address);
    await tab.open(`${portal.address}/entreprises`);
    await tab.click(`main form[action="/form/choisir-siren"]:has([value="${BRUMAIRE.siren}"]) button`);
    await reach(tab, '/tableau-de-bord');
    await shows(tab, 'DEMO-DG-0001');
  });

  await test.step('4. navigation sans rechargement', async () => {
    if (!scripts) return;
    // A link that is followed before the module is ready loads its page as without scripts.
    await expect(async () => {
      await tab.evaluate('(window.sameLoad = true)');
      for (const address of ['/messagerie', '/tableau-de-bord']) {
        await tab.click(`header a[href="${address}"]`);
        await reach(tab, address);
      }
      expect(await tab.evaluate('window.sameLoad'), 'the script replaced the page').toBe(true);
    }).toPass({ timeout: 60_000 });
  });

  await test.step('5. question avec une pièce jointe', async () => {
    await tab.open(`${portal.address}/messagerie/nouvelle?motif=garantie-mise-en-place`);
    await submit(tab, '/form/nouveau-brouillon');
    await reach(tab, '/messagerie/brouillon/');
    await send(tab, '/form/brouillon', {
      service: '',
      siret: BRUMAIRE.siret,
      regime: 'transit',
      montant: '25 000',
      objet: 'Garantie',
      message: 'Comment faire ?\nMerci.',
    });
    await reach(tab, '/pieces');
    const file = pdf('garantie.pdf', 100_000);
    const written = path.join(info.outputDir, file.name);
    await writeFile(written, file.buffer);
    await tab.attach('main form[action^="/televersement/"] [name="fichier"]', written);
    if (!scripts) await submit(tab, '/televersement/');
    await expect.poll(() => tab.isVisible('main .attachment__name')).toBe(true);
    await tab.click('main a[href$="/recapitulatif"]');
    await reach(tab, '/recapitulatif');
    await submit(tab, '/form/envoyer');
    await reach(tab, '/recu');
    await shows(tab, SERVICES.pae.name);
    await shows(tab, file.name);
  });

  await test.step('6. déconnexion', async () => {
    await tab.click('form[action="/form/deconnexion"] button');
    await reach(tab, '/deconnexion');
    await tab.open(`${portal.address}/messagerie`);
    await reach(tab, '/connexion');
  });
});

async function register(tab: Tab, person: Person): Promise<void> {
  await send(tab, '/form/inscription', {
    identifiant: person.identifiant,
    mot_de_passe: person.password,
    confirmation: person.password,
    niveau: 'mot_de_passe',
    prenom: person.prenom,
    nom: person.nom,
    email: person.email,
    telephone: '01 23 45 67 89',
    adresse: '1 quai de la Fiction, 76600 Le Havre',
    numero_entreprise: BRUMAIRE.siret,
  });
}

async function signIn(tab: Tab, portal: Portal, person: Person): Promise<void> {
  const mailCount = (await portal.simulator.mails(person.email)).length;
  await send(tab, '/form/connexion', { identifiant: person.identifiant, mot_de_passe: person.password });
  await reach(tab, '/connexion/code');
  await send(tab, '/form/connexion-code', { code: await codeFromMail(portal, person, mailCount) });
  await reach(tab, '/connexion/confirmation');
}

/** Fills the fields of a form by name, then submits it. An empty value chooses the first option. */
async function send(tab: Tab, action: string, answers: Record<string, string>): Promise<void> {
  const form = `main form[action^="${action}"]`;
  await expect.poll(() => tab.isVisible(form), action).toBe(true);
  for (const [name, value] of Object.entries(answers)) {
    const option = `${form} input[type="radio"][name="${name}"]`;
    if (await tab.isVisible(`${form} select[name="${name}"]`)) await tab.choose(`${form} select[name="${name}"]`, value);
    else if (await tab.isVisible(option)) await tab.click(value ? `${option}[value="${value}"]` : option);
    else await tab.type(`${form} [name="${name}"]`, value);
  }
  await submit(tab, action);
}

async function submit(tab: Tab, action: string): Promise<void> {
  await tab.click(`main form[action^="${action}"] button[type="submit"]:not([data-secondary])`);
}

/** Waits for a page. */
async function reach(tab: Tab, part: string): Promise<void> {
  await expect.poll(() => tab.address(), `page ${part}`).toContain(part);
}

/** Waits for a text; a page that is being replaced has none for a moment. */
async function shows(tab: Tab, text: string): Promise<void> {
  await expect.poll(() => tab.text().catch(() => ''), text).toContain(text);
}
