// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";

import { MiniTally, Tally } from "./Bars";

afterEach(cleanup);

const widths = (page: HTMLElement) =>
  [...page.querySelectorAll<HTMLElement>(".fill")].map(({ style }) => style.width);

describe("A bar of votes", () => {
  const few = { votes: { for: 30n, against: 0n, abstain: 10n }, quorum: 100n };

  it.each([MiniTally, Tally])("stays empty where votes are missing for the quorum", (Bar) => {
    expect(widths(render(<Bar {...few} />).container)).toEqual(["30%", "0%", "10%"]);
  });

  it.each([MiniTally, Tally])("is full of the votes that were cast where they reach it", (Bar) => {
    const votes = { for: 60n, against: 100n, abstain: 40n };
    expect(widths(render(<Bar votes={votes} quorum={100n} />).container)).toEqual(["30%", "50%", "20%"]);
  });

  it("shows where a proposal passes without votes how near it is to being stopped", () => {
    const shown = (against: bigint) =>
      render(<MiniTally votes={{ for: 0n, against, abstain: 0n }} quorum={100n} veto />).container;
    const open = shown(25n);
    expect(widths(open)).toEqual(["25%"]);
    expect(open.textContent).toBe("passes unless stopped; 25\u00a0% of the votes that stop it are cast");
    expect(shown(100n).textContent).toBe("enough votes are against it to stop it");
  });

  it("says afterwards how near it came, and of nobody's votes that nobody voted", () => {
    const over = (against: bigint, veto = true) =>
      render(<MiniTally votes={{ for: 0n, against, abstain: 0n }} quorum={100n} veto={veto} over />)
        .container;
    expect(over(25n).textContent).toBe("not stopped; 25\u00a0% of the votes that stop it were cast");
    expect(over(0n).textContent).toBe("nobody voted against it");
    expect(over(0n, false).textContent).toBe("nobody voted");
  });

  it("has shares in place of votes where its source counts shares", () => {
    const one = 10n ** 18n;
    const votes = { for: (one * 13n) / 100n, against: 0n, abstain: 0n };
    const words = (electorate: bigint) =>
      render(<Tally votes={votes} quorum={1n} electorate={electorate} />).container.textContent;
    expect(words(one)).toContain("13\u00a0% of all");
    expect(words(one)).not.toContain("votes");
    expect(words(2n * one)).toContain("0.13 votes");
  });

  it("says beside the shares whether the quorum is reached, and marks where it is", () => {
    const shown = (quorum: bigint) => render(<MiniTally {...few} quorum={quorum} />).container;
    expect(shown(41n).textContent).toBe("75\u00a0% for, 0\u00a0% against; quorum not reached");
    const reached = shown(20n);
    expect(reached.textContent).toBe("75\u00a0% for, 0\u00a0% against; quorum reached");
    expect(reached.querySelector<HTMLElement>(".mark")!.style.left).toBe("50%");
  });
});
