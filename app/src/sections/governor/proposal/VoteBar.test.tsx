// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { VoteBar } from "./VoteBar";

vi.mock("../../../data/clock", () => ({ useNow: () => 1_000 }));
afterEach(cleanup);

const Shown = ({ state, at }: { state: string; at: ReturnType<typeof createRef<HTMLDivElement>> }) => (
  <>
    <VoteBar view={{ state, deadline: 1_000 + 2 * 86_400 } as never} to={at} />
    <div ref={at} tabIndex={-1} />
  </>
);

describe("The bar of a proposal's page", () => {
  it("says how long the vote is open, and leads to it, for the keyboard too", () => {
    const at = createRef<HTMLDivElement>();
    render(<Shown state="Active" at={at} />);
    expect(screen.getByText(/^Open for/).textContent).toBe("Open for 2 days");
    const scroll = vi.spyOn(at.current!, "scrollIntoView");
    fireEvent.click(screen.getByRole("button", { name: "Vote" }));
    expect(scroll).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(at.current);
  });

  it("is not there before and after the vote", () => {
    for (const state of ["Pending", "Succeeded", "Executed", "Canceled"]) {
      const { container } = render(<Shown state={state} at={createRef<HTMLDivElement>()} />);
      expect(container.querySelector("button"), state).toBeNull();
    }
  });
});
