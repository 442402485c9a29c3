import { expect } from "chai";

import { useApp } from "./harness";

describe("The app", () => {
  const { open } = useApp();

  it("shows the network from a path that is not the host's root", async () => {
    const { page } = await open("/proposals");
    await page.getByText("A smoother outer step").first().waitFor();
    expect(await page.locator("h1").count()).to.equal(1);
  });
});
