// What the compiler infers of a domain, and what it refuses: checked by `npm run typecheck` alone.
import type { Words, Reverts } from "@polity/sdk/core/domain";
import type { Historical } from "@polity/sdk/history/types";
import type { Addresses, Network, Slices } from "@polity/sdk/network";
import type { contracts } from "@polity/sdk/treasury/contracts";
import type { TreasuryHistory } from "@polity/sdk/treasury/history";
import type { contracts as vestingContracts } from "@polity/sdk/vesting/contracts";
import type { DeployPart } from "../../deploy/modules/part";
import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import type { GovernanceToken } from "../../typechain-types/contracts/token/GovernanceToken";

type Same<A, B> = [A, B] extends [B, A] ? true : false;

export const inferred: [
  Same<Network["treasury"], Treasury | undefined>,
  Same<Network["token"], GovernanceToken>,
  Same<Network["council"], ISafe | undefined>,
  Same<Addresses["Treasury"], string | undefined>,
  Same<Addresses["GovernanceToken"], string>,
  Same<Slices["treasury"], TreasuryHistory>,
] = [true, true, true, true, true, true];
// @ts-expect-error a vault stands in no deployment file
export type NoAddress = Addresses["VestingVault"];
// @ts-expect-error the connected network has no vault
export type NoProperty = Network["vault"];

type Own = Words<typeof contracts>;
// @ts-expect-error the treasury has no such function
export const misspelt: Own["describe"] = { Treasury: { payy: () => [] } };
// @ts-expect-error the domain has no such contract
export const stranger: Own["describe"] = { Tresury: { pay: () => [] } };
// @ts-expect-error the treasury emits no such event
export const unheard: Own["logs"] = { Treasury: { Payed: () => "" } };
// @ts-expect-error the treasury has no such error
export const unknown: Reverts<typeof contracts> = { Budgets_Exceded: () => ["", ""] };

export const wrong: Own["describe"] = {
  Treasury: {
    // @ts-expect-error the first argument is a number
    endBudget: ({ args: [id] }) => [id.toUpperCase()],
    // @ts-expect-error there is one argument only
    freezeBudget: ({ args: [, second] }) => [String(second)],
  },
};
export const mistyped: Reverts<typeof contracts> = {
  // @ts-expect-error the third value is a number
  Budgets_Exceeded: (_id, _given, left: string) => [left, ""],
};

// @ts-expect-error the token keeps no slice of its own
export type NoSlice = Slices["token"];
interface Vaults {
  vaults: string[];
}
type VestingFolds = Historical<typeof vestingContracts, Vaults>["fold"];
export const folds: VestingFolds = {
  VestingFactory: {
    VaultCreated({ state }, { vault, start }) {
      state.vaults.push(vault);
      // @ts-expect-error a start is a number
      state.vaults.push(start);
    },
    VaultFunded: null,
  },
  VestingVault: null,
};
// @ts-expect-error nothing is said of one of the events
export const forgotten: VestingFolds["VestingFactory"] = { VaultCreated: null };
// @ts-expect-error nothing is said of the vaults
export const half: VestingFolds = { VestingFactory: null };
// @ts-expect-error a slice begins empty
export const unbegun: Historical<typeof vestingContracts, Vaults> = { version: 1, fold: folds };

const nothing: Pick<DeployPart<"vesting", ["treasury"]>, "name" | "needs" | "module"> = {
  ...{ name: "vesting", module: "Vesting" },
  needs: ["treasury"],
};
// @ts-expect-error nothing is said of its contracts
export const undeployed: DeployPart<"vesting", ["treasury"]> = nothing;
export const greedy: DeployPart<"vesting", ["treasury"]> = {
  ...nothing,
  // @ts-expect-error it does not say that it needs the escrow
  contracts: (_, __, { VoteEscrow }) => (VoteEscrow ? {} : {}),
};
export const early: DeployPart<"vesting", ["treasury"]> = {
  ...nothing,
  // @ts-expect-error the governor comes after all that its rulebook's scopes name
  contracts: (_, __, { NetworkGovernor }) => (NetworkGovernor ? {} : {}),
  // At the end it is there.
  finish: (m, _, { NetworkGovernor, VestingFactory }) => {
    // @ts-expect-error a network need not have grants
    m.call(VestingFactory, "create", [NetworkGovernor]);
  },
};
export const forgetful: DeployPart<"vesting", ["treasury"]> = {
  ...nothing,
  // @ts-expect-error it needs what its type says
  needs: [],
  contracts: () => ({}),
};
export const misnamed: DeployPart<"vesting"> = {
  ...{ name: "vesting", needs: [], module: "Vesting" },
  // @ts-expect-error the domain has no such contract
  contracts: (m) => ({ VestingFactry: m.contract("VestingFactory") }),
};
// @ts-expect-error there is no such domain
export type NoDomain = DeployPart<"vestings">;
