// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";

import { SECTIONS } from "../../sections";
import { SectionsContext } from "../section";
import { Drafts } from "./Drafts";

const site = { deployment: { chainId: 1, contracts: { NetworkGovernor: "0xA" } } };
vi.mock("../../data/network", () => ({ useSite: () => site }));
beforeEach(() => localStorage.clear());
afterEach(cleanup);

const show = () =>
  render(
    <SectionsContext value={SECTIONS}>
      <Router hook={memoryLocation({ path: "/account" }).hook}>
        <Drafts />
      </Router>
    </SectionsContext>,
  );
const links = () =>
  screen.queryAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")]);

it("lists what was begun on this network, a line for each thing, and forgets all parts of one", () => {
  for (const name of ["propose", "propose.form", "vote.77", "lock", "delegate.held", "unknown"])
    localStorage.setItem(`polity.draft.1.0xA.${name}`, "{}");
  localStorage.setItem("polity.draft.1.0xB.lock", "{}");
  localStorage.setItem("polity.settings", "{}");
  show();
  expect(links()).toEqual([
    ["A delegation", "/account"],
    ["A lock", "/account"],
    ["A proposal", "/propose"],
    ["A vote", "/proposals/77"],
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Forget A proposal" }));
  expect(links().map(([what]) => what)).toEqual(["A delegation", "A lock", "A vote"]);
  expect(Object.keys(localStorage).filter((key) => key.includes("propose"))).toEqual([]);
  expect(localStorage.getItem("polity.draft.1.0xB.lock")).toBe("{}");
});

it("is silent where nothing was begun", () => {
  expect(show().container.textContent).toBe("");
});

it("knows every draft that a form of the app keeps", () => {
  const named = (name: string) =>
    Object.values(SECTIONS as Record<string, { drafts?: (name: string) => unknown }>).some(
      ({ drafts }) => drafts?.(name) !== undefined,
    );
  const kept = Object.entries(FORMS).flatMap(([, text]) =>
    [...text.matchAll(/useDraft\((?:"([^"]+)"|`([^`]+)`)/g)].map(([, plain, template]) =>
      (plain ?? template!).replace(/\$\{[^}]+\}/g, "7"),
    ),
  );
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((name) => !named(name))).toEqual([]);
});

const FORMS = import.meta.glob<string>(["../../sections/**/*.tsx", "!**/*.test.tsx"], {
  ...{ query: "?raw", import: "default", eager: true },
});
