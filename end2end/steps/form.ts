import { expect, type Locator, type Page } from '@playwright/test';

/** A value, several values (repeated fields, ticked boxes), or whether a box is ticked. */
export type Answers = Record<string, string | string[] | boolean>;

/** Returns the form whose action starts with `action`. */
export function form(page: Page, action: string): Locator {
  return page.locator(`main form[action^="${action}"]`).first();
}

/** Fills the fields of a form by name. */
export async function fill(within: Locator, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const field = within.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((element) =>
      element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase(),
    );
    if (kind === 'radio' || kind === 'checkbox') {
      for (const option of typeof value === 'boolean' ? ['oui'] : [value].flat()) {
        await within.locator(`[name="${name}"][value="${option}"]`).setChecked(value !== false);
      }
    } else if (kind === 'select') {
      await field.first().selectOption(value as string);
    } else {
      await field.first().fill(value as string);
    }
  }
}

/** Clicks the main button of the form. */
export async function submit(within: Locator): Promise<void> {
  await within.locator('button[type=submit]:not([data-secondary])').first().click();
}

/** Fills and submits the form with the given action. */
export async function send(page: Page, action: string, answers: Answers = {}): Promise<void> {
  const target = form(page, action);
  await fill(target, answers);
  await submit(target);
}

/** Expects a problem of a field, in the error summary and next to the field. */
export async function expectProblem(page: Page, field: string, sentence: RegExp): Promise<void> {
  // Each form of the page has a summary; only that of the refused one is visible.
  const summary = page.locator('[data-error-summary]:visible');
  await expect(summary).toBeVisible();
  await expect(summary.locator(`a[href="#${field}"]`)).toContainText(sentence);
  await expect(page.locator(`#${field}-erreur`)).toContainText(sentence);
}

/** Expects a problem of the whole form, in the error summary. */
export async function expectRefusal(page: Page, sentence: RegExp): Promise<void> {
  await expect(page.locator('[data-error-summary]')).toContainText(sentence);
}

/** Expects the form's fields to have the given values. */
export async function expectValues(page: Page, action: string, answers: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    await expect(form(page, action).locator(`[name="${name}"]`).first()).toHaveValue(value);
  }
}
