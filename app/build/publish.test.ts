// @vitest-environment node
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { replaceFolder } from "./publish";

let root = "";
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "polity-publish-"))));
afterEach(() => rmSync(root, { recursive: true }));

const made = (name: string, content: string) => {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, content), content);
  return join(root, name);
};

it("puts what was built in its place, where nothing was and where an older build was", () => {
  const place = join(root, "dist");
  replaceFolder(place, made(".dist-1", "one.js"));
  expect(readdirSync(place)).toEqual(["one.js"]);
  replaceFolder(place, made(".dist-2", "two.js"));
  expect(readFileSync(join(place, "two.js"), "utf8")).toBe("two.js");
  expect(readdirSync(root)).toEqual(["dist"]);
});

it("leaves the older build where the new one is not there", () => {
  const place = join(root, "dist");
  replaceFolder(place, made(".dist-1", "one.js"));
  expect(() => replaceFolder(place, join(root, ".dist-2"))).toThrow(/ENOENT/);
  expect(existsSync(join(place, "one.js"))).toBe(true);
});
