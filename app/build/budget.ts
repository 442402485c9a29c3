import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** Most script that a first visit may load, gzipped, in bytes; pages and charts come when they are asked for. */
const MOST = 230_000;
/** The page that a visit begins with counts too. */
const FIRST_PAGE = "Home";
/** What draws charts, echarts in it. */
const CHARTS = "draw";
/** How the bytecode of every contract of solc begins. */
const BYTECODE = /60(?:80|a0|c0|e0)6040(?:52|81)/;

/** Measures what was built, and fails when it is too much. @param allowance Of what English may have. */
export function budget(allowance = 1): Plugin {
  const most = MOST * allowance;
  return {
    name: "polity:budget",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      const sizes = Object.values(bundle).flatMap((chunk) => {
        if (chunk.type !== "chunk") return [];
        const source = readFileSync(join(dir, chunk.fileName));
        if (BYTECODE.test(source.toString())) this.error(`${chunk.fileName} carries bytecode of a contract`);
        return [{ chunk, bytes: gzipSync(source, { level: 9 }).length }];
      });
      if (!sizes.some(({ chunk }) => chunk.name === FIRST_PAGE))
        this.error(`no file is called ${FIRST_PAGE}: name the page that a visit begins with`);
      const byName = new Map(sizes.map((size) => [size.chunk.fileName, size]));
      const first = new Set<string>();
      const visit = (name: string) => {
        if (first.has(name)) return;
        first.add(name);
        byName.get(name)?.chunk.imports.forEach(visit);
      };
      for (const { chunk } of sizes) if (chunk.isEntry || chunk.name === FIRST_PAGE) visit(chunk.fileName);
      const sum = (parts: typeof sizes) => parts.reduce((total, { bytes }) => total + bytes, 0);
      const isChart = ({ chunk }: (typeof sizes)[number]) => chunk.name === CHARTS;
      const [atFirst, all] = [
        sum(sizes.filter(({ chunk }) => first.has(chunk.fileName))),
        sum(sizes.filter((size) => !isChart(size))),
      ];
      const told = `${kilobytes(atFirst)} of script at first, ${kilobytes(all)} with every page but its charts, ${kilobytes(sum(sizes))} in all (gzipped)`;
      if (atFirst > most) this.error(`${told}: more than ${kilobytes(most)} at first`);
      this.info(told);
    },
  };
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
