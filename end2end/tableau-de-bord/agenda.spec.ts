import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import type { Portal } from '../portal/portal.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { chooseCompanyByRequest, linkByRequest, signInByRequest } from '../steps/requests.ts';

async function openCalendar(page: Page, portal: Portal): Promise<void> {
  const person = await createAccount(portal, 'Alix');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'alix.demo');
  await linkByRequest(page, portal, person, 'alix.demo', 'dgfip');
  await chooseCompanyByRequest(page, portal, BRUMAIRE.siren);
  await page.goto('/tableau-de-bord');
  await page.getByRole('link', { name: 'Ajouter les échéances à votre agenda' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Échéances dans votre agenda');
}

test('télécharger les échéances pour son agenda', async ({ page, portal, check }) => {
  await openCalendar(page, portal);
  await check(page);
  const started = page.waitForEvent('download');
  await page.getByRole('link', { name: /Télécharger les échéances/ }).click();
  expect((await started).suggestedFilename()).toBe('echeances-000101014.ics');
  const answer = await page.request.get(`${portal.address}/tableau-de-bord/echeances.ics`);
  expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const text = (await answer.text()).replaceAll('\r\n ', '');
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(text).toMatch(/SUMMARY:Douane\s: Droits de douane/);
  expect(text).toMatch(/SUMMARY:DGFiP\s: TVA/);
});

test('s’abonner par une adresse secrète, affichée une fois, remplacée puis supprimée', async ({ page, portal, check }) => {
  await openCalendar(page, portal);
  await page.getByRole('button', { name: 'Créer une adresse' }).click();
  const shown = page.locator('#adresse-agenda');
  await expect(shown).toBeVisible();
  await check(page);
  const address = await shown.innerText();
  expect(address).toMatch(new RegExp(`^${portal.address}/agenda/[\\w-]{43}/echeances\\.ics$`));
  // A calendar program: no cookie.
  const read = await fetch(address);
  expect(read.status).toBe(200);
  expect(read.headers.get('set-cookie')).toBeNull();
  expect(read.headers.get('cache-control')).toMatch(/private/);
  expect(await read.text()).toContain('BEGIN:VEVENT');

  await page.goto('/tableau-de-bord/agenda');
  await expect(shown).toHaveCount(0);
  await expect(page.locator('main')).toContainText('Dernière lecture');
  await check(page);
  await page.getByRole('button', { name: 'Remplacer l’adresse' }).click();
  await expect(shown).toBeVisible();
  const second = await shown.innerText();
  expect(second).not.toBe(address);
  expect((await fetch(address)).status).toBe(404);
  expect((await fetch(second)).status).toBe(200);
  await page.getByRole('button', { name: 'Supprimer l’adresse' }).click();
  await expect(page.locator('main')).toContainText('L’adresse d’agenda est supprimée');
  expect((await fetch(second)).status).toBe(404);
});

test('sans le droit de voir les paiements, la page de l’agenda dit lequel il manque', async ({ page, portal, check }) => {
  const person = await createAccount(portal, 'Chloe');
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'chloe.demo');
  await page.goto('/tableau-de-bord');
  await expect(page.getByRole('link', { name: 'Ajouter les échéances à votre agenda' })).toHaveCount(0);
  const answer = await page.request.get(`${portal.address}/tableau-de-bord/agenda`);
  expect(answer.status()).toBe(403);
  await check(page);
  expect((await page.request.get(`${portal.address}/tableau-de-bord/echeances.ics`)).status()).toBe(403);
});
