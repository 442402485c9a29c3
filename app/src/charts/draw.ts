import { init } from "echarts/core";

import type { Frame, Picture } from "../../../report/plot";
// Registers the parts of echarts that the pictures need.
import "../../../report/draw";
import type { Theme } from "../../../report/theme";

/** Draws a picture into an element, and again in other colours when the page changes them, until the signal ends it. */
export function draw(
  element: HTMLElement,
  picture: Picture,
  frame: Frame,
  theme: () => Theme,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const chart = init(element, null, { renderer: "svg", width: frame.width, height: picture.height(frame) });
  const paint = () => chart.setOption(picture.option(theme(), frame), true);
  paint();
  const themed = new MutationObserver(paint);
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint, { signal });
  signal.addEventListener("abort", () => {
    themed.disconnect();
    chart.dispose();
  });
}
