import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { readNetworkRules, validateNep, type ValidationError } from "@polity/sdk";
import { readText } from "../helpers/files";
import { neuroshard } from "../helpers/gov";

describe("The rules of a network, read from its chain", () => {
  it("are those of its configuration: types, graces, parameters with their bounds and values", async () => {
    const { network, config } = await loadFixture(neuroshard);
    const { governor, registry } = await readNetworkRules(network);
    expect(governor.defaultType).to.equal("GOV");
    expect(governor.types).to.deep.equal(
      Object.fromEntries(
        Object.entries(config.governor.types).map(([code, { graceMin, graceMax }]) => [
          code,
          { graceMin, graceMax },
        ]),
      ),
    );
    const known = new Map(registry.parameters.map((one) => [one.key, one]));
    expect(known.size).to.equal(config.registry.parameters.length);
    for (const { key, kind, value, min, max } of config.registry.parameters) {
      expect(known.get(key)).to.include({ kind, now: String(value) });
      if (min !== undefined) expect(known.get(key)!.min).to.equal(min);
      if (max !== undefined) expect(known.get(key)!.max).to.equal(max);
    }
  });

  it("refuse a file's unknown parameter, value out of bounds and type, and leave scopes to the rulebook", async () => {
    const { network } = await loadFixture(neuroshard);
    const rules = await readNetworkRules(network);
    const good = readText("neps/nep-0002-reward-rate-and-fees.md");
    expect(validateNep(good, { network: rules }).code).to.equal("ECON");
    // The scope is the chain's matter: explainCalls tells it with the reason.
    expect(validateNep(good.replace("type: ECON", "type: NET"), { network: rules }).code).to.equal("NET");
    const bad = good.replace("econ.rewardRate", "econ.rewardRates").replace("value: 4000", "value: 999999");
    try {
      validateNep(bad, { network: rules });
      expect.fail("it was accepted");
    } catch (error) {
      const problems = (error as ValidationError).problems.map(
        ({ field, message }) => `${field}: ${message}`,
      );
      expect(problems.join("\n")).to.match(/did you mean "econ.rewardRate"[^]*999999 is out of bounds/);
    }
  });
});
