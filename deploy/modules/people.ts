import { encodeBytes32String } from "ethers";

import type { DeployPart } from "./part";
import { countedOf } from "./votes";

/**
 * What issuers say of people and what these have earned, with the classes and awarders of the configuration from the start;
 * and what types count by in place of the network's own votes.
 */
export const people: DeployPart<"people", ["escrow", "votes"]> = {
  name: "people",
  needs: ["escrow", "votes"],
  module: "People",

  contracts(m, { people: section, sources }, have) {
    if (!section) return {};
    const { TimelockController } = have;
    const votes = countedOf(have);
    const kindOf = (name: string) => section.credentials.findIndex((each) => each.name === name);
    const Credentials = m.contract("Credentials", [
      TimelockController,
      section.credentials.map(({ name, ...terms }) => ({ ...terms, name: encodeBytes32String(name) })),
    ]);
    const Reputation =
      section.reputation && m.contract("Reputation", [TimelockController, section.reputation.awarders]);
    const { quadratic, blended } = sources ?? {};
    const QuadraticVotes =
      quadratic && m.contract("QuadraticVotes", [votes, Credentials, kindOf(quadratic.class)]);
    const BlendedVotes =
      blended &&
      m.contract("BlendedVotes", [
        ...[votes, Reputation!, Credentials, kindOf(blended.class)],
        ...[blended.rhoBps, blended.target],
      ]);
    return {
      Credentials,
      ...(Reputation && { Reputation }),
      ...(QuadraticVotes && { QuadraticVotes }),
      ...(BlendedVotes && { BlendedVotes }),
    };
  },

  // What they are made with besides stake stays: it is read from those that they replace.
  moved(m, { QuadraticVotes: quadratic, BlendedVotes: blended }, have) {
    const votes = countedOf(have);
    const asked = (name: string, at: string, ...views: string[]) => {
      const former = m.contractAt(name, at, { id: `Former${name}` });
      return views.map((view) => m.staticCall(former, view, [], 0, { id: `Former${name}_${view}` }));
    };
    return {
      ...(quadratic && {
        QuadraticVotes: m.contract("QuadraticVotes", [
          votes,
          ...asked("QuadraticVotes", quadratic, "CREDENTIALS", "KIND"),
        ]),
      }),
      ...(blended && {
        BlendedVotes: m.contract("BlendedVotes", [
          votes,
          ...asked("BlendedVotes", blended, "REPUTATION", "CREDENTIALS", "KIND", "RHO_BPS", "TARGET"),
        ]),
      }),
    };
  },
};
