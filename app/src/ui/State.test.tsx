// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { AbiCoder, id } from "ethers";
import { afterEach, describe, expect, it } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { ErrorState } from "./State";

afterEach(cleanup);

const frozen = (budget: number) => ({
  data:
    id("Budgets_Frozen(uint256)").slice(0, 10) +
    AbiCoder.defaultAbiCoder().encode(["uint256"], [budget]).slice(2),
});

describe("What went wrong", () => {
  it("is shown at once where it is in words already", () => {
    render(<ErrorState error={new PolityError("there is no lock 3", { hint: "choose another" })} />);
    expect(screen.getByRole("alert").textContent).toBe("There is no lock 3choose another");
  });

  it("is shown in the domain's words once they are loaded, and never in those of an earlier refusal", async () => {
    const { rerender } = render(<ErrorState error={frozen(7)} />);
    expect(await screen.findByText("Budget 7 is frozen")).toBeTruthy();
    rerender(<ErrorState error={frozen(8)} />);
    expect(screen.queryByText("Budget 7 is frozen")).toBeNull();
    expect(await screen.findByText("Budget 8 is frozen")).toBeTruthy();
  });
});
