import * as z from "zod";

import { CREDENTIAL_BOUNDS, MAX_QUADRATIC_QUORUM_BPS, RHO_BPS } from "@polity/sdk/people/bounds";
import { list, rule, scalar, strictObject, type Report } from "@polity/sdk/problems";
import { columnsIn, type Scope } from "./governor";
import {
  account,
  duration,
  eachRepeated,
  flag,
  form,
  integer,
  positiveAmount,
  refuse,
  TIMELOCK,
  TREASURY,
} from "./leaves";
import type { Part } from "./part";
import { COUNCIL } from "./treasury";

const NAME = new RegExp(`^[A-Z][A-Z0-9]{0,${CREDENTIAL_BOUNDS.name - 1}}$`);
const className = scalar("must be a class of credentials like PERSON", (value) =>
  NAME.test(value)
    ? value
    : refuse(
        `"${value}" is no class of credentials`,
        `write A-Z, then A-Z and 0-9, ${CREDENTIAL_BOUNDS.name} characters at most`,
      ),
).meta(form("class", `A-Z, then A-Z and 0-9, ${CREDENTIAL_BOUNDS.name} characters at most`, "PERSON"));
const holder = account.meta(form("account", `a label, an address, or ${COUNCIL}`, COUNCIL));

const credential = strictObject({
  name: className.describe("What the class is called; each stands in the list once."),
  issuer: holder.meta({ description: "Who issues them, renews them, and revokes them where it may." }),
  term: duration(CREDENTIAL_BOUNDS.minTerm).meta({ example: "365d", description: "How long one is valid." }),
  revocable: flag.describe("Whether the issuer may revoke one. A vote always may."),
});
type Credential = z.output<typeof credential>;

const awarder = strictObject({
  account: holder.meta({ description: "Who gives points; each stands in the list once." }),
  perQuarter: positiveAmount.meta({
    ...form("points", "above 0", "10000"),
    description: "The most that it gives in 13 weeks.",
  }),
});
type Awarder = z.output<typeof awarder>;

const notOurs = (who: string, at: readonly PropertyKey[], report: Report) => {
  if (who === TIMELOCK || who === TREASURY)
    report(at, "is a contract that does what votes say: name an account, or the council");
};

export const sections = {
  people: strictObject({
    credentials: list(credential, "must be a list of classes of credentials")
      .max(CREDENTIAL_BOUNDS.classes, `must be ${CREDENTIAL_BOUNDS.classes} classes at most`)
      .check(
        rule<Credential[]>([""], (classes, report) => {
          eachRepeated(
            classes.map(({ name }) => name),
            (name, i) => report([i, "name"], `"${name}" appears twice`),
          );
          classes.forEach(({ issuer }, i) => notOurs(issuer, [i, "issuer"], report));
        }),
      )
      .describe("The classes that there are from the start; votes open more, and name other issuers."),
    reputation: strictObject({
      awarders: z
        .array(awarder, "must be a list of awarders")
        .check(
          rule<Awarder[]>([""], (awarders, report) => {
            eachRepeated(
              awarders.map((each) => each.account),
              (name, i) => report([i, "account"], `"${name}" appears twice`),
            );
            awarders.forEach((each, i) => notOurs(each.account, [i, "account"], report));
          }),
        )
        .describe("Who gives points from the start; votes name others."),
    })
      .describe("Points for what somebody did, which fade.")
      .optional(),
  })
    .describe("What a network knows of people: what issuers say of them, and what they have earned.")
    .optional(),
  sources: strictObject({
    quadratic: strictObject({
      class: className.describe("The class of credentials that persons have."),
    })
      .describe("Counts the root of a person's stake.")
      .optional(),
    blended: strictObject({
      class: className.describe(
        "The class of credentials that persons have: reputation counts of them alone.",
      ),
      rhoBps: integer(RHO_BPS.min, RHO_BPS.max, "an integer in basis points").meta({
        example: 1500,
        description: "The share of reputation in all votes, once there is enough of it.",
      }),
      target: positiveAmount.meta({
        ...form("points", "above 0", "20000"),
        description: "How much reputation is enough; below it, its share is less in proportion.",
      }),
    })
      .describe("Counts stake, and reputation by its share.")
      .optional(),
  })
    .check(
      rule<{ quadratic?: object; blended?: object }>(["quadratic", "blended"], (sources, report) => {
        if (!sources.quadratic && !sources.blended)
          report([], "has nothing; leave it out, or set quadratic or blended");
      }),
    )
    .describe("What types may count votes by in place of the network's own.")
    .optional(),
};

/** Names who says who is a person, and who gives points: a council that does both must not be able to stop it. */
const NAMING = [
  { section: "credentials", target: "Credentials", name: "setIssuer" },
  { section: "reputation", target: "Reputation", name: "setAwarder" },
] as const;
const CONTRACTS: readonly string[] = NAMING.map(({ target }) => target);
const calls = ({ target, function: called }: Scope, one: (typeof NAMING)[number]) =>
  target === one.target && called.split("(", 1)[0] === one.name;

export const part: Part = {
  has: ({ people }, contract) =>
    people !== undefined && (contract !== "Reputation" || people.reputation !== undefined),
  settle: ({ people }, { addressOf, council = COUNCIL }) => {
    if (!people) return {};
    const of = (who: string) => (who === COUNCIL ? council : addressOf(who));
    const { credentials, reputation } = people;
    return {
      people: {
        credentials: credentials.map((each) => ({ ...each, issuer: of(each.issuer) })),
        ...(reputation && {
          reputation: {
            awarders: reputation.awarders.map((each) => ({ ...each, account: of(each.account) })),
          },
        }),
      },
    };
  },
  rules: [
    {
      says: `An issuer or awarder \`${COUNCIL}\` needs the section \`council\`.`,
      reads: ["people", "council"],
      check: ({ people, council }, report) => {
        if (!people || council) return;
        people.credentials.forEach(({ issuer }, i) => {
          if (issuer === COUNCIL) report(["people", "credentials", i, "issuer"], "has no section council");
        });
        people.reputation?.awarders.forEach((each, i) => {
          if (each.account === COUNCIL)
            report(["people", "reputation", "awarders", i, "account"], "has no section council");
        });
      },
    },
    {
      says: "`sources` name a class of `people.credentials`, and `sources.blended` needs `people.reputation`.",
      reads: ["people", "sources"],
      check: ({ people, sources }, report) => {
        for (const name of ["quadratic", "blended"] as const) {
          const source = sources?.[name];
          if (!source || people?.credentials.some((each) => each.name === source.class)) continue;
          report(["sources", name, "class"], `${source.class} is no class of people.credentials`);
        }
        if (sources?.blended && !people?.reputation)
          report(["sources", "blended"], "needs people.reputation, whose points it counts");
      },
    },
    {
      says: `A type's \`source\` is \`quadratic\` or \`blended\` only where \`sources\` has it. With \`quadratic\` its \`quorumBps\` is ${MAX_QUADRATIC_QUORUM_BPS} at most, and it has \`minVoters\`: no other type has.`,
      reads: ["governor.types", "sources"],
      check: ({ governor: { types }, sources }, report) => {
        for (const { rules, at: path } of columnsIn(types)) {
          const { source, quorumBps, minVoters } = rules;
          const at = (field: string) => [...path, field];
          if ((source === "quadratic" || source === "blended") && !sources?.[source])
            report(at("source"), `needs sources.${source}`);
          if (source !== "quadratic") {
            if (minVoters !== undefined)
              report(
                at("minVoters"),
                "must be left out: accounts are persons only where the source is quadratic",
              );
            continue;
          }
          if (minVoters === undefined)
            report(at("minVoters"), "is missing: a quorum of quadratic votes is small, and persons make it");
          if (quorumBps > MAX_QUADRATIC_QUORUM_BPS)
            report(
              at("quorumBps"),
              `${quorumBps} is above ${MAX_QUADRATIC_QUORUM_BPS}: persons who hold a part of the stake could never meet it`,
            );
        }
      },
    },
    {
      says: `Scopes of \`Credentials\` and \`Reputation\` are open to GOV alone: who says who is a person is no matter of easier types. Where there is a council, one names ${NAMING.map(({ target, name }) => `\`${target}.${name}\``).join(" and one ")}, as unstoppable: a council could keep on issuing otherwise.`,
      reads: ["people", "council", "governor.scopes"],
      check: ({ people, council, governor: { scopes } }, report) => {
        scopes.forEach(({ target, function: called, types }, i) => {
          if (CONTRACTS.includes(target) && String(types) !== "GOV")
            report(["governor", "scopes", i, "types"], `${target}.${called} is open to GOV alone`);
          if (target === "Reputation" && people && !people.reputation)
            report(["governor", "scopes", i, "target"], "needs people.reputation");
        });
        if (!people || !council) return;
        for (const one of NAMING) {
          if (!people[one.section]) continue;
          const i = scopes.findIndex((scope) => calls(scope, one));
          if (i === -1)
            report(
              ["governor", "scopes"],
              `must name ${one.target}.${one.name}, as unstoppable by the council`,
            );
          else if (!scopes[i]!.unstoppable)
            report(["governor", "scopes", i, "unstoppable"], "must be true: a council could keep on issuing");
        }
      },
    },
  ],
};
