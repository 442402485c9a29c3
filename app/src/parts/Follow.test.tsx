// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { Follow } from "./Follow";

const site: { feed?: string; calendar?: string } = {};
vi.mock("../data/network", () => ({ useSite: () => site }));
afterEach(cleanup);

const links = () =>
  screen.queryAllByRole("link").map((link) => [link.textContent, link.getAttribute("href")]);

it("links the feed and the calendar that the site keeps, and is not there where it keeps none", () => {
  const { container, rerender } = render(<Follow />);
  expect(container.textContent).toBe("");
  site.calendar = "https://a.example/calendar.ics";
  rerender(<Follow />);
  expect(links()).toEqual([["a calendar of what is due", "https://a.example/calendar.ics"]]);
  site.feed = "https://a.example/feed.xml";
  rerender(<Follow />);
  expect(links()[0]).toEqual(["a feed of what happens", "https://a.example/feed.xml"]);
  expect(links()).toHaveLength(2);
});
