import type { NetworkInput } from "../schema";

type Scopes = NetworkInput["governor"]["scopes"];

/** Which types change which parameters, by their namespaces; EMERG switches the flags of `emerg`, and undoes a version. */
export function registryScopes(types: Readonly<Record<string, string | readonly string[]>>): Scopes {
  const upgrade = { target: "ProtocolRegistry", function: "upgrade" };
  return [
    ...Object.entries(types).map(([namespace, of]) => ({ ...upgrade, namespace, types: [of].flat() })),
    { ...upgrade, namespace: "emerg", types: ["EMERG"] },
    { target: "ProtocolRegistry", function: "emergencyRollback", types: ["EMERG"] },
  ];
}

/**
 * Who spends: payments and budgets are of a type, or of GOV, which needs no scope for them. EMERG freezes a budget. What
 * ends a budget the council cannot stop; of these the last also gives, so that it is GOV's whatever the type is.
 */
export function treasuryScopes(type = "GOV"): Scopes {
  const calls = [
    "pay",
    "grantBudget",
    "raiseBudget",
    "unfreezeBudget",
    "scheduleRecurring",
    "cancelRecurring",
  ];
  const scope = (name: string, code: string) => ({ target: "Treasury", function: name, types: [code] });
  return [
    ...(type === "GOV" ? [] : calls.map((name) => scope(name, type))),
    scope("freezeBudget", "EMERG"),
    { ...scope("endBudget", type), unstoppable: true },
    { ...scope("lowerBudget", type), unstoppable: true },
    { ...scope("setBudgetSpender", "GOV"), unstoppable: true },
  ];
}

/**
 * A type opens sales and distributions out of budgets, or GOV, which needs no scope for it. EMERG ends them early, as GOV
 * can: that gives nothing to anybody.
 */
export function distributionScopes(type = "GOV"): Scopes {
  return ["Sale", "Distributor"].flatMap((target) => [
    ...(type === "GOV" ? [] : [{ target, function: "open", types: [type] }]),
    { target, function: "close", types: ["EMERG"] },
  ]);
}

/** A COURT vote overrules the court: the council, which is often a party, does not stop it. */
export const COURT_SCOPES: Scopes = [
  { target: "JurorCourt", function: "overrule", types: ["COURT"], unstoppable: true },
];

/** GOV says who instructs disputed budgets, which the council cannot stop either. */
export const DISPUTE_SCOPES: Scopes = [
  { target: "DisputedBudgets", function: "setInstructor", types: ["GOV"], unstoppable: true },
];

/**
 * A type opens programs, and promises in them, or GOV, which needs no scope for it. Who reviews is GOV's: the council, which
 * often does, cannot stop that others do.
 */
export function workScopes(type = "GOV"): Scopes {
  const calls = ["openProgram", "endProgram", "award", "post"];
  const scope = (name: string, code: string) => ({ target: "Work", function: name, types: [code] });
  return [
    ...(type === "GOV" ? [] : calls.map((name) => scope(name, type))),
    { ...scope("setReviewers", "GOV"), unstoppable: true },
  ];
}

/** A type takes services off the market's list: that takes nothing from their providers, and is in doubt GOV's, too. */
export const marketScopes = (type: string): Scopes => [
  { target: "Market", function: "delist", types: [type] },
];

/**
 * A type opens and ends programs of rounds, and strikes rounds. The budgets that pay are granted by who may grant budgets:
 * `round plan` writes both into one proposal of GOV.
 */
export const roundsScopes = (type: string): Scopes =>
  ["createProgram", "endProgram", "strike"].map((name) => ({
    ...{ target: "Rounds", function: name, types: [type] },
  }));

/** What programs have in common: the council reviews within two weeks, and anybody has a week to dispute what it decides. */
export const PROGRAM = {
  ...{ token: "governance", period: "90d", periods: 4, reviewers: "council" },
  ...{ reviewFor: "14d", disputeFor: "7d", outcomeAfter: "180d" },
} as const;

/**
 * An election every 280 days: three weeks of ballot and the vote of GOV fit into what is left of a year's mandate. Whoever
 * stands has a hundredth of all votes; a twentieth has to take part.
 */
export const ELECTIONS = {
  ...{ seats: 5, threshold: 3, everyDays: 280, nomineeBps: 100, quorumBps: 500 },
  ...{ nominating: "14d", voting: "7d" },
} as const;

/**
 * GOV says who issues credentials and who gives reputation. The council, which begins with it, does not stop that.
 * @param reputation Whether the network has reputation.
 */
export function peopleScopes({ reputation = false } = {}): Scopes {
  const scope = (target: string, name: string) => ({
    ...{ target, function: name, types: ["GOV"], unstoppable: true },
  });
  return [scope("Credentials", "setIssuer"), ...(reputation ? [scope("Reputation", "setAwarder")] : [])];
}

/** A step to the next phase, an easier gate and one more founder are GOV's: the founders, who are the first council, stop none. */
export const PHASE_SCOPES: Scopes = ["advance", "loosen", "declare"].map((name) => ({
  ...{ target: "Phases", function: name, types: ["GOV"], unstoppable: true },
}));

/** How long a case takes: with one bench and no appeal eleven days. */
export const COURT_TIMES = {
  ...{ evidence: "3d", seating: "1d", commit: "2d", reveal: "2d", appeal: "3d", referral: "45d" },
} as const;
