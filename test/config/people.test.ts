import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { presets } from "../../config";
import { inLastPhase } from "../../config/presets/last-phase";
import { CREDENTIAL_BOUNDS, RHO_BPS } from "@polity/sdk/people/bounds";
import { deployPeople } from "../people/fixture";
import { refusalOf } from "../helpers/refusal";

type Fields = Record<string, unknown>;
interface Draft {
  governor: { types: Record<string, Fields>; scopes: Fields[] };
  people?: { credentials: Fields[]; reputation?: { awarders: Fields[] } };
  sources?: { quadratic?: Fields; blended?: Fields };
  council?: object;
  work?: object;
  rounds?: object;
}

/** Where AI1NET's preset is refused with a change, and why. */
function refusal(change: (draft: Draft) => unknown): string {
  const draft = structuredClone(inLastPhase(presets.ai1net)) as unknown as Draft;
  change(draft);
  return refusalOf(draft);
}
const without = (draft: Draft, ...targets: string[]) =>
  (draft.governor.scopes = draft.governor.scopes.filter(({ target }) => !targets.includes(String(target))));
const scopeOf = (draft: Draft, target: string) =>
  draft.governor.scopes.find((scope) => scope.target === target)!;
const community = ({ governor }: Draft) => governor.types.PEOPLE!;
const persons = ({ people }: Draft) => people!.credentials[0]!;
const awarders = ({ people }: Draft) => people!.reputation!.awarders;

describe("People and sources in a configuration", () => {
  it("are taken as the preset has them, and left out whole", () => {
    expect(refusal(() => undefined)).to.equal("it is taken");
    expect(
      refusal((draft) => {
        delete draft.people;
        delete draft.sources;
        delete draft.work;
        delete draft.rounds;
        without(draft, "Credentials", "Reputation", "Work");
        draft.governor.scopes = draft.governor.scopes.filter(({ namespace }) => namespace !== "features");
        delete draft.governor.types.PEOPLE;
        Object.assign(draft.governor.types.ECOSYS!, { source: undefined, quorumFloor: "10000000" });
      }),
    ).to.equal("it is taken");
    expect(refusal((draft) => awarders(draft).pop())).to.equal("it is taken");
  });

  for (const [title, change, why] of [
    ["a class that is no word", (draft) => (persons(draft).name = "person"), /"person" is no class/],
    [
      "a class twice",
      (draft) => draft.people!.credentials.push({ ...persons(draft) }),
      /credentials\.2\.name: "PERSON" appears twice/,
    ],
    [
      "more classes than there can be",
      (draft) => {
        for (let i = 0; i < CREDENTIAL_BOUNDS.classes; ++i)
          draft.people!.credentials.push({ ...persons(draft), name: `C${i}` });
      },
      /16 classes at most/,
    ],
    ["no class at all", (draft) => (draft.people!.credentials = []), /must not be empty/],
    ["credentials for less than a day", (draft) => (persons(draft).term = "23h"), /write at least 1d/],
    ["an issuer that only votes move", (draft) => (persons(draft).issuer = "timelock"), /what votes say/],
    [
      "an awarder that only votes move",
      (draft) => (awarders(draft)[0]!.account = "treasury"),
      /what votes say/,
    ],
    [
      "an awarder twice",
      (draft) => awarders(draft).push({ ...awarders(draft)[0] }),
      /awarders\.1\.account: "council" appears twice/,
    ],
    ["an awarder of nothing", (draft) => (awarders(draft)[0]!.perQuarter = "0"), /above 0/],
    [
      "a council that issues and is not there",
      (draft) => delete draft.council,
      /people\.credentials\.0\.issuer: has no section council/,
    ],
    [
      "a council that awards and is not there",
      (draft) => {
        delete draft.council;
        persons(draft).issuer = "ada";
      },
      /awarders\.0\.account: has no section council/,
    ],
    ["sources of nothing", (draft) => (draft.sources = {}), /sources: has nothing/],
    [
      "a source of persons that nobody issues",
      (draft) => (draft.sources!.quadratic!.class = "HUMAN"),
      /HUMAN is no class/,
    ],
    [
      "a blend with another class",
      (draft) => (draft.sources!.blended!.class = "HUMAN"),
      /sources\.blended\.class: HUMAN/,
    ],
    [
      "sources without people",
      (draft) => {
        delete draft.people;
        without(draft, "Credentials", "Reputation");
      },
      /sources\.quadratic\.class: PERSON is no class/,
    ],
    [
      "a blend without reputation",
      (draft) => {
        delete draft.people!.reputation;
        without(draft, "Reputation");
      },
      /needs people\.reputation, whose points it counts/,
    ],
    ["a blend of more than half", (draft) => (draft.sources!.blended!.rhoBps = RHO_BPS.max + 1), /1 to 5000/],
    [
      "a blend without reputation in it",
      (draft) => (draft.sources!.blended!.rhoBps = RHO_BPS.min - 1),
      /1 to 5000/,
    ],
    ["a target of nothing", (draft) => (draft.sources!.blended!.target = "0"), /above 0/],
    [
      "quadratic votes that nothing counts",
      (draft) => delete draft.sources!.quadratic,
      /types\.PEOPLE\.source: needs sources\.quadratic/,
    ],
    [
      "blended votes that nothing counts",
      (draft) => delete draft.sources!.blended,
      /types\.ECOSYS\.source: needs sources\.blended/,
    ],
    [
      "a quorum that no persons could meet",
      (draft) => (community(draft).quorumBps = 301),
      /301 is above 300/,
    ],
    [
      "quadratic votes without a number of persons",
      (draft) => delete community(draft).minVoters,
      /minVoters: is missing/,
    ],
    [
      "heads of a blend, which are dust",
      (draft) => (draft.governor.types.ECOSYS!.minVoters = 25),
      /must be left out/,
    ],
    ["heads of tokens", (draft) => (draft.governor.types.TECH!.minVoters = 25), /must be left out/],
    [
      "more persons than a vote can count",
      (draft) => (community(draft).minVoters = 2 ** 20 + 1),
      /1 to 1048576/,
    ],
    [
      "persons who pay themselves",
      (draft) => draft.governor.scopes.push({ target: "Treasury", function: "pay", types: ["PEOPLE"] }),
      /PEOPLE has source, so only calls of a namespace/,
    ],
    [
      "persons who make persons",
      (draft) =>
        draft.governor.scopes.push({ target: "Credentials", function: "openClass", types: ["PEOPLE"] }),
      /Credentials\.openClass is open to GOV alone/,
    ],
    [
      "an easy type that takes credentials away",
      (draft) => draft.governor.scopes.push({ target: "Credentials", function: "revoke", types: ["TECH"] }),
      /Credentials\.revoke is open to GOV alone/,
    ],
    [
      "issuers whom a council could keep",
      (draft) => without(draft, "Credentials"),
      /must name Credentials\.setIssuer/,
    ],
    [
      "awarders whom a council could keep",
      (draft) => without(draft, "Reputation"),
      /must name Reputation\.setAwarder/,
    ],
    [
      "an issuer that a council can keep by stopping a vote",
      (draft) => (scopeOf(draft, "Credentials").unstoppable = false),
      /a council could keep on issuing/,
    ],
    [
      "a scope of reputation that is not there",
      (draft) => {
        delete draft.people!.reputation;
        delete draft.sources!.blended;
      },
      /needs people\.reputation/,
    ],
  ] as [string, (draft: Draft) => unknown, RegExp][]) {
    it(`refuse ${title}`, () => {
      expect(refusal(change)).to.match(why);
    });
  }

  it("have the contracts' own bounds", async () => {
    const { token, reputation } = await loadFixture(deployPeople);
    const [timelock] = await ethers.getSigners();
    const name = encodeBytes32String("A".repeat(CREDENTIAL_BOUNDS.name));
    const term: number = CREDENTIAL_BOUNDS.minTerm;
    const one = { issuer: ZeroAddress, term, revocable: false, name };
    const classes = Array.from({ length: CREDENTIAL_BOUNDS.classes }, () => one);
    const deploy = (of: (typeof one)[]) => ethers.deployContract("Credentials", [timelock!, of]);
    const credentials = await deploy(classes);
    expect(await credentials.classCount()).to.equal(CREDENTIAL_BOUNDS.classes);
    await expect(deploy([...classes, one])).to.be.revertedWithCustomError(
      credentials,
      "Credentials_TooManyClasses",
    );
    const brief = { ...one, term: one.term - 1 };
    await expect(deploy([brief])).to.be.revertedWithCustomError(credentials, "Credentials_BadTerm");

    const blend = (rhoBps: number) =>
      ethers.deployContract("BlendedVotes", [token, reputation, credentials, 0, rhoBps, 1] as never);
    for (const rhoBps of [RHO_BPS.min, RHO_BPS.max]) await blend(rhoBps);
    const { interface: abi } = await ethers.getContractFactory("BlendedVotes");
    for (const rhoBps of [RHO_BPS.min - 1, RHO_BPS.max + 1])
      await expect(blend(rhoBps)).to.be.revertedWithCustomError({ interface: abi }, "BlendedVotes_BadBlend");
  });
});
