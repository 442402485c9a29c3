// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import { AbiCoder, id } from "ethers";
import { afterEach, describe, expect, it, vi } from "vitest";

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

  it("offers to reload where a file of the page is gone, in the words of every browser", () => {
    const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
    const words = [
      "Failed to fetch dynamically imported module: https://a.example/Home-1.js",
      "error loading dynamically imported module: https://a.example/Home-1.js",
      "Importing a module script failed.",
      "'text/html' is not a valid JavaScript MIME type.",
      "Unable to preload CSS for /desk-1.css",
    ];
    for (const [i, message] of words.entries()) {
      render(<ErrorState error={new TypeError(message)} retry={() => expect.unreachable()} />);
      expect(screen.getByRole("alert").textContent, message).toMatch(
        /^A part of this page could not be loadedthe site has a newer version now, or/,
      );
      screen.getByRole("button", { name: "Reload" }).click();
      expect(reload).toHaveBeenCalledTimes(i + 1);
      cleanup();
    }
    render(<ErrorState error={new PolityError("no answer")} retry={() => undefined} />);
    expect(screen.queryByRole("button", { name: "Reload" })).toBeNull();
  });

  it("is shown in the domain's words once they are loaded, and never in those of an earlier refusal", async () => {
    const { rerender } = render(<ErrorState error={frozen(7)} />);
    expect(await screen.findByText("Budget 7 is frozen")).toBeTruthy();
    rerender(<ErrorState error={frozen(8)} />);
    expect(screen.queryByText("Budget 7 is frozen")).toBeNull();
    expect(await screen.findByText("Budget 8 is frozen")).toBeTruthy();
  });
});
