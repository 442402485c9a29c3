import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";

export { longestTask, settled } from "../../scripts/lib/page";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Every page that the navigation leads to, and those that others lead to. */
export const ROUTES = [
  ...[
    "/",
    "/proposals",
    "/protocol",
    "/rules",
    "/treasury",
    "/market",
    "/usage",
    "/sales",
    "/work",
    "/rounds",
    "/ballots",
    "/court",
    "/council",
    "/powers",
    "/council/desk",
    "/operator",
    "/phases",
    "/people",
  ],
  ...["/delegates", "/holders", "/locks", "/analytics", "/account", "/files", "/propose", "/nothing-here"],
];

/** What axe has to say against the page as it is now: a line for each element. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    interface Violation {
      id: string;
      help: string;
      nodes: { target: string[]; failureSummary: string }[];
    }
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary}`),
    );
  });
}

/** By how many pixels the page stays wider than its window, and what sticks out most. */
export async function overflow(page: Page): Promise<{ pixels: number; by: string }> {
  // Charts take their new size a moment after the window.
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  await page.waitForFunction(fits, undefined, { timeout: 5_000 }).catch(() => undefined);
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const widest = [...document.querySelectorAll("body *")]
      .map((element) => ({ element, right: element.getBoundingClientRect().right }))
      .reduce((a, b) => (b.right > a.right ? b : a));
    return {
      // Less than nothing where room is kept for a scrollbar.
      pixels: Math.max(0, document.documentElement.scrollWidth - width),
      by: `${widest.element.tagName.toLowerCase()}.${widest.element.getAttribute("class") ?? ""}`,
    };
  });
}

/** Presses Tab until the focus is on what a person looks for, and names every stop on the way. */
export async function tabTo(page: Page, wanted: RegExp, most = 60): Promise<string[]> {
  const stops: string[] = [];
  while (stops.length < most) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement as HTMLElement;
      const style = getComputedStyle(at);
      const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      const words = at.getAttribute("aria-label") ?? at.textContent;
      const label = (at as HTMLInputElement).labels?.[0]?.textContent ?? "";
      return `${at.tagName.toLowerCase()} ${(label || words).trim().replaceAll(/\s+/g, " ")}${shown ? "" : " (focus not shown)"}`;
    });
    stops.push(stop);
    if (wanted.test(stop)) return stops;
  }
  throw new Error(`the keyboard does not reach ${wanted.source}; it stops at: ${stops.join(" | ")}`);
}
