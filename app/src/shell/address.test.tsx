// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Link, Router, useLocation, useSearchParams } from "wouter";

import { useAddress } from "./address";

beforeEach(() => history.replaceState(null, "", "/network/"));
afterEach(cleanup);

function Shown() {
  const [at] = useLocation();
  const [search, setSearch] = useSearchParams();
  return (
    <>
      <output>
        {at} {search.get("state")}
      </output>
      <button onClick={() => setSearch({ state: "VOTING" }, { replace: true })}>filter</button>
      <Link href="/people">People</Link>
    </>
  );
}
const show = () =>
  render(
    <Router hook={useAddress}>
      <Shown />
    </Router>,
  );
const shown = () => screen.getByRole("status").textContent;

it("reads route and search behind the hash, of a link that was written by hand too", () => {
  history.replaceState(null, "", "/network/#/proposals?state=live");
  show();
  expect(shown()).toBe("/proposals live");
  act(() => {
    history.replaceState(null, "", "/network/#proposals/7");
    dispatchEvent(new HashChangeEvent("hashchange"));
  });
  expect(shown()).toBe("/proposals/7 ");
});

it("keeps a filter in the address, and leaves it behind with its page", () => {
  history.replaceState(null, "", "/network/#/proposals");
  show();
  const { length } = history;
  fireEvent.click(screen.getByText("filter"));
  expect([location.pathname, location.search, location.hash]).toEqual([
    ...["/network/", "", "#/proposals?state=VOTING"],
  ]);
  expect(history.length).toBe(length);
  expect(shown()).toBe("/proposals VOTING");
  expect(screen.getByText("People").getAttribute("href")).toBe("#/people");
  fireEvent.click(screen.getByText("People"));
  expect(location.hash).toBe("#/people");
  expect(shown()).toBe("/people ");
});
