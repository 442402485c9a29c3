import type { Page, Request } from "playwright-core";

/** Waits until a page of the app has its heading and everything that it reads. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  // Twice: what was read may bring parts that read more.
  for (let calm = 0; calm < 2; calm++) {
    await page.waitForFunction(() => document.querySelector("main .skeleton") === null);
    await page.waitForTimeout(150);
  }
}

/** Milliseconds of processor time of the longest piece of work that kept the page from answering while something was done. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const browser = page.context().browser()!;
  const categories = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"];
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pages = traceEvents.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  const threads = new Set(pages.map(threadOf));
  const tasks = traceEvents.filter((one) => one.name.endsWith("RunTask") && threads.has(threadOf(one)));
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds of processor time. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * Counts how often a page has to wait for answers, one question after the other: what is asked at the same time is one round
 * trip. @param url Where the questions go.
 */
export function countRoundTrips(page: Page, url: string): () => number {
  let [rounds, isAnswered] = [0, true];
  const isOurs = (request: Request) => request.url().startsWith(url) && request.method() === "POST";
  page.on("request", (request) => {
    if (!isOurs(request)) return;
    // Whatever is asked before the first answer of a round belongs to it.
    if (isAnswered) [rounds, isAnswered] = [rounds + 1, false];
  });
  const ended = (request: Request) => {
    if (!isOurs(request)) return;
    isAnswered = true;
  };
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
  return () => rounds;
}
