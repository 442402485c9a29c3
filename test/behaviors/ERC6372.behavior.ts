import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import type { IERC6372 } from "../../typechain-types";

/** A clock that counts seconds, as ERC-6372 describes it. */
export function shouldBehaveLikeERC6372(deploy: () => Promise<{ clocked: IERC6372 }>): void {
  describe("ERC-6372 clock", () => {
    it("tells the block's timestamp", async () => {
      const { clocked } = await deploy();
      await mine(3, { interval: 1234 });
      expect(await clocked.clock()).to.equal(await time.latest());
    });

    it("says that it counts seconds", async () => {
      const { clocked } = await deploy();
      const mode = new URLSearchParams(await clocked.CLOCK_MODE());
      expect(mode.get("mode")).to.equal("timestamp");
    });
  });
}
