import { expect, type Locator, type Page } from '@playwright/test';

/** One value, several (repeated fields, ticked boxes), or a tick. */
export type Answers = Record<string, string | string[] | boolean>;

/** The form sent to an address of the portal. */
export function form(page: Page, action: string): Locator {
  return page.locator(`main form[action^="${action}"]`).first();
}

/** Fills a form by the names of its fields, whatever their kind. */
export async function fill(within: Locator, answers: Answers): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    const field = within.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((element) =>
      element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase(),
    );
    if (kind === 'radio' || kind === 'checkbox') {
      for (const one of typeof value === 'boolean' ? ['oui'] : [value].flat()) {
        await within.locator(`[name="${name}"][value="${one}"]`).setChecked(value !== false);
      }
    } else if (kind === 'select') {
      await field.first().selectOption(value as string);
    } else {
      await field.first().fill(value as string);
    }
  }
}

/** Sends the form by its main button. */
export async function submit(within: Locator): Promise<void> {
  await within.locator('button[type=submit]:not([data-secondary])').first().click();
}

/** Fills and sends. */
export async function send(page: Page, action: string, answers: Answers = {}): Promise<void> {
  const target = form(page, action);
  await fill(target, answers);
  await submit(target);
}

/** The page says, in the summary and beside the field, what is wrong with it. */
export async function expectProblem(page: Page, field: string, sentence: RegExp): Promise<void> {
  const summary = page.locator('[data-error-summary]');
  await expect(summary).toBeVisible();
  await expect(summary.locator(`a[href="#${field}"]`)).toContainText(sentence);
  await expect(page.locator(`#${field}-erreur`)).toContainText(sentence);
}

/** The page says in its summary what is wrong with the form as a whole. */
export async function expectRefusal(page: Page, sentence: RegExp): Promise<void> {
  await expect(page.locator('[data-error-summary]')).toContainText(sentence);
}

/** What was typed is still there. */
export async function expectKept(page: Page, action: string, answers: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(answers)) {
    await expect(form(page, action).locator(`[name="${name}"]`).first()).toHaveValue(value);
  }
}
