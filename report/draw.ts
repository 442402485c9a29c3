import { BarChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import type { Frame, Picture } from "./plot";
import { DARK, declarations, LIGHT, STAINS, withVariables } from "./theme";
import { escapeText } from "./text";

// The parts of echarts that pictures need; a browser registers the same.
use([BarChart, LineChart, SankeyChart, ScatterChart]);
use([AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, SVGRenderer]);

/**
 * A picture as SVG that may stand in a page whose content security policy allows neither scripts nor inline styles: its
 * colours are variables, its names begin with `id`, and it carries title and description.
 */
export function drawInline(picture: Picture, frame: Frame, id: string): string {
  const height = picture.height(frame);
  const chart = init(null, null, { renderer: "svg", ssr: true, width: frame.width, height });
  chart.setOption(picture.option(STAINS, frame));
  const drawn = chart.renderToSVGString();
  chart.dispose();
  const inner = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${height}" width="${frame.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${escapeText(picture.title)}</title>`,
    `<desc id="${id}-desc">${escapeText(picture.description)}</desc>`,
    withVariables(cleaned(inner, id)).trim(),
    "</svg>",
  ].join("");
}

/** A picture as a file of its own, light or dark as its reader's system is. It has no script and loads nothing. */
export function drawFile(picture: Picture, width: number): string {
  const frame = { width, titled: true };
  const svg = drawInline(picture, frame, picture.id);
  const open = svg.indexOf(">") + 1;
  const style = `<style>:root{${declarations(LIGHT)}}@media(prefers-color-scheme:dark){:root{${declarations(DARK)}}}</style>`;
  const inset = 16;
  const [w, h] = [width + 2 * inset, picture.height(frame) + 2 * inset];
  const card = `<rect x="${-inset}" y="${-inset}" width="${w}" height="${h}" rx="8" fill="var(--chart-surface)"/>`;
  return `${svg
    .slice(0, open)
    .replace(/viewBox="[^"]*" width="\d+" height="[^"]*"/, `viewBox="${-inset} ${-inset} ${w} ${h}" width="${w}" height="${h}"`)}${style}${card}${svg.slice(open)}\n`; // prettier-ignore
}

/** Without styles, which the policy forbids, and what only a mouse needs; names made the picture's own. */
function cleaned(svg: string, id: string): string {
  return svg
    .replace(/<style\b[^]*?<\/style>/g, "")
    .replace(/<defs >\s*<\/defs>/g, "")
    .replace(/\s(?:class|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/\sstyle="([^"]*)"/g, (_, style: string) => attributes(style))
    .replace(/(["#])zr\d+-/g, `$1${id}-`)
    .replace(/>\s+</g, "><");
}

/** `font-size:12px;font-weight:bold;` as attributes, which mean the same in SVG; the short form `font` is not one of them. */
function attributes(style: string): string {
  const whole = style.replace(
    /font:\s*\S+ (\S+) (\S+) ([^;]+)/,
    "font-weight:$1;font-size:$2;font-family:$3",
  );
  const pairs = whole.split(";").flatMap((part) => {
    const [name, value] = part.split(":");
    return name && value ? [` ${name.trim()}="${value.trim()}"`] : [];
  });
  return pairs.join("");
}
