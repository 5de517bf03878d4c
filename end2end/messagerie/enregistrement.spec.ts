import type { Page } from '@playwright/test';
import { createAccount } from '../portal/people.ts';
import { expect, test } from '../portal/test.ts';
import { BRUMAIRE } from '../steps/company.ts';
import { expectRefusal, expectValues, fill, form } from '../steps/form.ts';
import { openMotif, sendGuaranteeQuestion } from '../steps/question.ts';
import { linkByRequest, signInByRequest } from '../steps/requests.ts';

// The portal responds with 409 to the text of an outdated page.
test.use({ expectedErrors: [/409/] });

const TYPED = { message: 'Un texte long à garder.', montant: '12 000' };

function savedState(page: Page, action: string) {
  return form(page, action).locator('[data-autosave-state]');
}

async function save(page: Page): Promise<void> {
  await form(page, '/form/brouillon').locator('button[value=enregistrer]').click();
}

test.beforeEach(async ({ page, portal }) => {
  const person = await createAccount(portal);
  await signInByRequest(page, portal, person);
  await linkByRequest(page, portal, person, 'basile.demo');
});

test('deux onglets d’un brouillon : aucun ne remplace sans le dire le texte de l’autre', async ({ page, context, check }) => {
  await openMotif(page, 'garantie-mise-en-place');
  const other = await context.newPage();
  await other.goto(page.url());
  await fill(form(page, '/form/brouillon'), TYPED);
  await save(page);
  await expect(page.locator('main')).toContainText('Brouillon enregistré');

  await fill(form(other, '/form/brouillon'), { message: 'Écrit ailleurs.' });
  await save(other);
  await expectRefusal(other, /modifié dans un autre onglet/);
  await expectValues(other, '/form/brouillon', { message: 'Écrit ailleurs.' });
  await check(other);
  await page.reload();
  await expectValues(page, '/form/brouillon', TYPED);

  await save(other);
  await expect(other.locator('main')).toContainText('Brouillon enregistré');
  await page.reload();
  await expectValues(page, '/form/brouillon', { message: 'Écrit ailleurs.' });
});

test.describe('pendant la saisie', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'sans script, le bouton enregistre');

  test('un brouillon est enregistré après une pause et en quittant la page', async ({ page, context, check }) => {
    await openMotif(page, 'garantie-mise-en-place');
    const draft = page.url();
    await fill(form(page, '/form/brouillon'), TYPED);
    await expect(savedState(page, '/form/brouillon')).toHaveText(/^Enregistré à \d\d\sh\s\d\d$/);
    await check(page);
    // Another tab has no storage of this one.
    const other = await context.newPage();
    await other.goto(draft);
    await expectValues(other, '/form/brouillon', TYPED);
    await other.close();

    await fill(form(page, '/form/brouillon'), { message: 'Saisi juste avant de partir.' });
    await page.goto('/aide');
    await expect(async () => {
      const later = await context.newPage();
      await later.goto(draft);
      await expectValues(later, '/form/brouillon', { message: 'Saisi juste avant de partir.' });
      await later.close();
    }).toPass();
  });

  test('un brouillon modifié ailleurs n’est plus enregistré, et la saisie reste', async ({ page, context }) => {
    await openMotif(page, 'garantie-mise-en-place');
    const other = await context.newPage();
    await other.goto(page.url());
    await fill(form(other, '/form/brouillon'), { message: 'Écrit ailleurs.' });
    await expect(savedState(other, '/form/brouillon')).toContainText('Enregistré');
    await fill(form(page, '/form/brouillon'), TYPED);
    await expect(savedState(page, '/form/brouillon')).toContainText('n’est plus enregistrée automatiquement');
    await expect(page.locator('[data-announce]')).toContainText('n’est plus enregistrée automatiquement');
    await expectValues(page, '/form/brouillon', TYPED);
  });

  test('un complément est enregistré', async ({ page, context }) => {
    const question = await sendGuaranteeQuestion(page, BRUMAIRE.siret, 'Une garantie');
    await page.goto(question);
    await fill(form(page, '/form/suite'), { message: 'Une précision.' });
    await expect(savedState(page, '/form/suite')).toContainText('Enregistré');
    const other = await context.newPage();
    await other.goto(question);
    await expectValues(other, '/form/suite', { message: 'Une précision.' });
  });
});
