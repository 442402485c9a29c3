import { toCsv, type Table } from "@polity/sdk/analytics";
import { drawFile } from "./draw";
import { toHtml } from "./html";
import { pictureFile, toMarkdown } from "./markdown";
import type { Report } from "./report";

/** Width of the pictures beside the Markdown file, in pixels. */
const WIDTH = 840;

/** All files of a report by name: the page, the Markdown with its pictures, and every table as CSV. */
export function filesOf(report: Report): Map<string, string> {
  const figures = report.sections.flatMap((section) => section.figures);
  const files = new Map([
    ["report.html", toHtml(report)],
    ["report.md", toMarkdown(report)],
  ]);
  for (const { picture, table } of figures) {
    if (picture && picture.still === undefined) files.set(pictureFile(picture.id), drawFile(picture, WIDTH));
    files.set(`figures/${picture ? picture.id : nameOf(table)}.csv`, toCsv(table, report.units));
  }
  return files;
}

const nameOf = ({ title }: Table) => title.toLowerCase().replace(/[^a-z]+/g, "-");
