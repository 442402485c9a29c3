import type { Page } from "playwright-core";

/** Waits until a page of the app has its heading and everything that it reads. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  // Twice: what was read may bring parts that read more.
  for (let calm = 0; calm < 2; calm++) {
    await page.waitForFunction(() => document.querySelector("main .skeleton") === null);
    await page.waitForTimeout(150);
  }
}
