import { buildModule } from "@nomicfoundation/ignition-core";

import { DEFAULT_TYPE, type NetworkConfig } from "../../config/schema";
import type { AnyDomain } from "@polity/sdk/core/domain";
import { encodeScope } from "@polity/sdk/governor/scope";
import { ruleColumns, encodeCode, encodeConfigured } from "@polity/sdk/governor/rules";
import { together, type Module } from "./part";
import { countedOf } from "./votes";

/** The rulebook with the network's types, and with scopes of what is there already; and the governor. */
export const governorModule = (
  config: NetworkConfig,
  before: readonly Module[],
  domains: readonly AnyDomain[],
) =>
  buildModule("Governor", (m) => {
    const have = together(m, before);
    const { GovernanceToken, TimelockController } = have;

    // The default type comes first in the book.
    const { [DEFAULT_TYPE]: strictest, ...others } = config.governor.types;
    const types = Object.entries({ [DEFAULT_TYPE]: strictest!, ...others });
    const first = types.map(([code, rules]) => ({
      code: encodeCode(code),
      rules: encodeConfigured(rules, have),
    }));
    const scopes = config.governor.scopes.map((scope) => ({
      ...encodeScope(scope, domains),
      target: have[scope.target]!,
    }));
    const later = types.flatMap(([code, rules]) =>
      ruleColumns(rules)
        .slice(1)
        .map(([phase, one]) => ({ code: encodeCode(code), phase, rules: encodeConfigured(one, have) })),
    );
    const { Phases } = have;
    const Rulebook = Phases
      ? m.contract("PhasedRulebook", [TimelockController!, Phases, first, scopes, later], { id: "Rulebook" })
      : m.contract("Rulebook", [TimelockController!, first, scopes]);
    const NetworkGovernor = m.contract("NetworkGovernor", [
      config.governor.name,
      countedOf(have),
      GovernanceToken!,
      TimelockController!,
      Rulebook,
    ]);
    return { Rulebook, NetworkGovernor };
  });
