import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRIEFLY, changed } from '../steps/changes.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

/** A mandat of the first establishment, and one of the second. */
const OWN = 'DGDDI-DEMO-000101';
const OTHER = 'DGDDI-DEMO-000102';
/** IBAN of the specification (ISO 13616). */
const IBAN = 'FR14 2004 1010 0505 0001 3M02 606';

// The scenario changes the mandats: it has its own portal and simulator.
test.use({ ownPortal: true, expectedErrors: [/status of 4(03|22)/] });

async function openPopup(page: Page, name: RegExp | string): Promise<Page> {
  const popup = page.context().waitForEvent('page');
  await page.getByRole('link', { name }).click();
  return popup;
}

test('créer, signer et supprimer un mandat, sur l’établissement où l’on peut adhérer', async ({
  page,
  portal,
  scripts,
  check,
}) => {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  const right = { teleservice: 'TELEPAIEMENT-SEPA', droit: 'adherer', siret: BRUMAIRE.siret };
  await portal.simulator.setRights('dgddi', person.identifiant, [right]);
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/mandats');
  const main = page.locator('main');
  const other = main.locator('tr', { hasText: OTHER });
  await expect(other).toContainText('Gestion non autorisée');
  await other.locator('summary').click();
  await expect(other).toContainText(/adhérer/);
  await check(page);
  // The address of another mandat is refused with the reason, not only hidden.
  const refused = await page.goto(`/teleservices/TELEPAIEMENT-SEPA?siren=${BRUMAIRE.siren}&mandat=${OTHER}&acte=supprimer`);
  expect(refused!.url()).toContain(portal.address);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Vous ne pouvez pas gérer ce mandat');
  await check(page);

  await page.goto('/mandats');
  await main.locator('summary', { hasText: 'Nouveau mandat' }).click();
  const creation = await openPopup(page, /Siège/);
  await expect(creation.getByLabel('Établissement (SIRET)')).toHaveValue(BRUMAIRE.siret);
  await creation.getByLabel('Titulaire du compte').fill('Brumaire Négoce (fictif)');
  await creation.getByLabel('IBAN').fill('FR14 2004');
  await creation.getByRole('button', { name: 'Créer le mandat' }).click();
  await expect(creation.locator('#erreur-iban')).toContainText('Cet IBAN n’est pas valable');
  await creation.getByLabel('IBAN').fill(IBAN);
  await creation.getByRole('button', { name: 'Créer le mandat' }).click();
  await expect(creation.locator('main')).toContainText('à signer');
  const rum = (await creation.getByRole('heading', { level: 1 }).textContent())!.replace('Mandat ', '').trim();

  // The open list changes, and offers the signature.
  const created = main.locator('tr', { hasText: rum });
  await page.bringToFront();
  await changed(page, scripts, () => expect(created).toContainText('À signer', BRIEFLY));
  await check(page);
  const signature = await openPopup(page, new RegExp(`^Signer le mandat ${rum}`));
  await expect(signature.locator('main')).toContainText('Signer ce mandat');
  await signature.getByRole('button', { name: 'Signer le mandat' }).click();
  await expect(signature.locator('main')).toContainText('actif');
  await page.bringToFront();
  await changed(page, scripts, () => expect(created).toContainText('Actif', BRIEFLY));

  const opened = await openPopup(page, new RegExp(`^Ouvrir le mandat ${OWN}`));
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText(`Mandat ${OWN}`);
  const deletion = await openPopup(page, new RegExp(`^Supprimer le mandat ${rum}`));
  await expect(deletion.locator('main')).toContainText('Supprimer ce mandat');
  await deletion.getByRole('button', { name: 'Supprimer le mandat' }).click();
  await expect(deletion.locator('main')).toContainText('Créer un mandat');
  await expect(deletion.locator('main li', { hasText: rum })).toHaveCount(0);
  await page.bringToFront();
  await changed(page, scripts, () => expect(main).not.toContainText(rum, BRIEFLY));

  // A question about a mandat is prefilled.
  await page.getByRole('link', { name: `Poser une question sur le mandat ${OWN}` }).click();
  await page.getByRole('button', { name: 'Commencer' }).click();
  await expect(page.locator('main [name="mandat"]').first()).toHaveValue(OWN);
});
