import { createMember } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { signInStaff } from '../steps/account.ts';
import { expectProblem, form, send, submit } from '../steps/form.ts';

// Changes of offices require a secured network.
test.use({
  ownPortal: true,
  configuration: { PRODOUANE__STAFF__SECURED_NETWORKS: '["127.0.0.0/8"]' },
  expectedErrors: [/Failed to load resource/],
});

test('un administrateur indique les horaires et une fermeture d’un bureau', async ({ page, portal, browser, check }) => {
  const administrator = await createMember(portal, 'Ada', 'administrator');
  await signInStaff(page, portal, administrator, /\/equipe$/);
  await page.goto('/annuaire/FRDEM010');
  await page.getByRole('link', { name: 'Modifier les horaires' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Horaires du bureau');
  await check(page);
  await send(page, '/form/ajouter-horaires-bureau', { debut: '09:00', fin: '12:00' });
  await expectProblem(page, 'jour_1', /Cochez au moins un jour/);
  await expect(form(page, '/form/ajouter-horaires-bureau').locator('[name=fin]')).toHaveValue('12:00');
  await check(page);
  await send(page, '/form/ajouter-horaires-bureau', { jour_1: true, debut: '09:00', fin: '12:00' });
  await expect(page.locator('main')).toContainText(/Lundi de 9\sh à 12\sh/);
  await send(page, '/form/fermer-bureau', { ferme_du: '2030-12-24', motif_fermeture: 'inventaire' });
  await expect(page.locator('main')).toContainText(/24\sdécembre 2030\s: inventaire/);

  const visitor = await browser.newPage({ baseURL: portal.address });
  await visitor.goto('/annuaire/FRDEM010');
  await expect(visitor.locator('main .notice')).toContainText(/Fermé exceptionnellement le 24\sdécembre 2030\s: inventaire/);
  await expect(visitor.locator('main')).toContainText(/Lundi de 9\sh à 12\sh/);
  await expect(visitor.getByRole('link', { name: 'Modifier les horaires' })).toHaveCount(0);
  const described = JSON.parse((await visitor.locator('script[type="application/ld+json"]').textContent())!);
  expect(described).toMatchObject({ '@type': 'GovernmentOffice', openingHoursSpecification: [{ opens: '09:00', closes: '12:00' }] });
  await check(visitor);
  await visitor.close();

  await submit(form(page, '/form/rouvrir-bureau'));
  await expect(page.locator('main')).not.toContainText('inventaire');
});
