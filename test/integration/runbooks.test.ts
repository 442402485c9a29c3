import { cpSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS } from "../../config";
import { readDeployment } from "../../scripts/lib/deployments";
import { startChain, type LocalChain } from "../../devnet/demo/chain";
import * as sdk from "@polity/sdk";
import { newReader, type Reader } from "../helpers/reader";
import { follow, type Expected } from "../helpers/runbook";

const HERE = "test/integration/runbooks.test.ts";
/** What the audit ends with: a former governor is one contract more. */
const nothingWrong = (contracts: number) =>
  new RegExp(`\\n30 facts of ${contracts} contracts are as they should be$`);

/** Each page begins where local.md ends, on a chain of its own. The test types what stands there, and knows no better. */
describe("The runbooks of a network's life", () => {
  let fresh: unknown;
  let chain: LocalChain;
  let base: Reader;
  let reader: Reader;
  let beginning: string;
  const snapshot = () => hre.network.provider.send("evm_snapshot", []) as Promise<string>;
  const { ben, hana, june, kofi } = LOCAL_ACCOUNTS;

  const equipped = async () => {
    const one = newReader();
    await one.type("cp .env.example .env");
    one.set("LOCALHOST_RPC_URL", chain.url);
    return one;
  };
  const run = (document: string, lines: Expected[]) => follow(reader, document, HERE, lines);
  const carried = (nep: number) => new RegExp(`^NEP-${nep}: .*: executed$`, "m");
  const network = () => {
    const file = join(reader.folder, "deploy/deployments/chain-31337/polity.json");
    return sdk.connect(readDeployment(file).contracts, hre.ethers.provider);
  };

  before("local.md makes a chain with a network, a budget and a council in office", async () => {
    fresh = await snapshot();
    chain = await startChain(hre, 0);
    base = reader = await equipped();
    await run("docs/runbooks/local.md", [
      [/deploy/, /\nNeuroShard is deployed and handed over\n/],
      [/--from ada/, /^lock 0: 1,200,000 tokens, permanent\n/],
      [/--from ben/, /^lock 0: 900,000 tokens, permanent\n/],
      [/--from cleo/, /^lock 0: 700,000 tokens, permanent\n/],
      [/propose/, /^ada proposed NEP-5: /],
      [/carry/, carried(5)],
      [/mandate/, /^the guardian: nobody → Council until \S+Z\n/],
      [/propose/, /^ada proposed NEP-10: /],
      [/carry/, carried(10)],
      [/status/, /\ncouncil 0x\w+ in office, its mandate ends /],
    ]);
  });
  beforeEach("a chain and a folder as local.md leaves them", async () => {
    beginning = await snapshot();
    reader = await equipped();
    cpSync(join(base.folder, "deploy"), join(reader.folder, "deploy"), { recursive: true });
  });
  afterEach(async () => {
    reader.leave();
    await hre.network.provider.send("evm_revert", [beginning]);
  });
  after(async () => {
    base.leave();
    await chain.stop();
    await hre.network.provider.send("evm_revert", [fresh]);
  });

  it("treasury.md grants a budget, pays out of it and keeps the books", async () => {
    await run("docs/treasury.md", [
      [/budget-grant/, /^# grants Council a budget of 50,000 NEURO [^]*\nactions:\n {2}- target: Treasury\n/],
      [
        /--from eva/,
        /pays 1,200 NEURO to [^]*signed by eva: 1 of 3; payment\.json goes to the next who signs$/,
      ],
      [/--from hana/, /signed by hana, eva: 2 of 3; /],
      [/--from ivan/, /signed by hana, eva, ivan: 3 of 3\nexecuted: tx 0x/],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +48,800 NEURO /],
      [
        /ledger --csv/,
        /^Time \(UTC\),Kind,Amount,[^]*,disbursement,-1200,NEURO,7998800,NEURO,0x\w{40},grants,invoice-17,/,
      ],
      [/report/, /\nspending +grants +-1,200 NEURO\n[^]*\nin the books today: 7,998,800 NEURO$/],
    ]);
    expect(await network().token.balanceOf(june)).to.equal(parseEther("1200"));
  });

  it("council.md gives the office, replaces a lost key, and replaces the council", async () => {
    await run("docs/runbooks/council.md", [
      [
        /mandate/,
        /^the guardian: Council until \S+Z → Council until \S+Z\nthe NEP is in nep-0011-mandate\.md, of type GOV: read it, then propose it$/,
      ],
      [/propose/, /^ada proposed NEP-11: The guardian: Council until /],
      [/carry/, carried(11)],
      [/status/, /\ncouncil 0x\w+ in office, its mandate ends /],
      [
        /replace/,
        /\n +0x\w+ leaves the council, and 0x\w+ takes the place\n +Warning: it changes the Safe itself[^]*signed by eva: 1 of 3/,
      ],
      [/--from finn/, /signed by finn, eva: 2 of 3; /],
      [/--from gus/, /signed by gus, finn, eva: 3 of 3\nexecuted: tx /],
      [
        /audit --preset/,
        /\nchanged by the council itself since:\n {2}the council's hana → 0x\w{40}\n {4}signed by its members, tx 0x\w{64}\n\n\d+ facts of 11 contracts are as they should be$/,
        async () => {
          const { owners } = await sdk.readSafe(sdk.requireCouncil(network()));
          expect(owners).to.include(kofi).and.not.include(hana);
        },
      ],
      [/^COUNCIL=.*create/, /^$/, () => expect(reader.variables.COUNCIL).to.match(/^0x\w{40}$/)],
      [
        /mandate/,
        /^the guardian: Council until \S+Z → 0x\w{40} until \S+Z\nthe NEP is in nep-0012-next-council\.md, of type GOV: /,
      ],
      [
        /spender/,
        /^the spender of budget 1: Council → 0x\w{40}\nthe NEP is in nep-0013-next-spender\.md, of type GOV: /,
      ],
      [/propose .*12/, /^ada proposed NEP-12: The guardian: Council until /],
      [/carry/, carried(12)],
      [/propose .*13/, /^ada proposed NEP-13: The spender of budget 1: Council → 0x/],
      [/carry/, carried(13)],
      [/council use/, /^the council is 0x\w{40}, no longer 0x\w{40}, in deploy.*polity\.json$/],
      [/audit/, nothingWrong(11)],
    ]);
    const { spender } = await sdk.requireTreasury(network()).budget(1n);
    const [guardian] = await network().governor.guardian();
    expect([spender, guardian]).to.deep.equal([reader.variables.COUNCIL, reader.variables.COUNCIL]);
  });

  it("emergency.md cancels, pauses, freezes and rolls back", async () => {
    await run("docs/runbooks/emergency.md", [
      [/treasury pay/, /^pays 100 NEURO to Council, for fees, without a reference\n/],
      [/propose/, /^ada proposed NEP-13: Pays 100 NEURO to /],
      [/carry/, carried(13)],
      [/propose .*0002/, /^cleo proposed NEP-2: Pay training a little more, and burn less of each fee\n/],
      [/cancel/, /signed by eva: 1 of 3/],
      [/sign/, /signed by finn, eva: 2 of 3; /],
      [/sign/, /signed by gus, finn, eva: 3 of 3\nexecuted: tx /],
      [/show --id 2/, /\nCANCELED: final\n/],
      [/simulate/, /emerg\.pauseRewards: false → true\nits action would succeed today$/],
      [/propose .*0004/, /^ada proposed NEP-4: Pause training rewards while forged proofs are accepted\n/],
      [/pass/, /^13h later: /],
      [/--from ada/, /^ada votes for with 1,200,000 votes on NEP-4/],
      [/--from ben/, /^ben votes for with 900,000 votes on NEP-4/],
      [/pass/, /^2d later: /],
      [/advance/, /^NEP-4: Pause training rewards while .*: queued, tx /],
      [/pass/, /^6h later: /],
      [/advance/, /^NEP-4: Pause training rewards while .*: executed, tx /],
      [/status/, /\nemerg\.pauseRewards +true\n/],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +50,000 NEURO +\S+ +active$/],
      [
        /budget-freeze/,
        /^freezes budget 1 of \S+, 50,000 NEURO a period, until a vote unfreezes it\nthe NEP is in nep-0014-freeze\.md, of type EMERG: /,
      ],
      [/propose .*0014/, /^ada proposed NEP-14: Freezes budget 1 of /],
      [/carry/, carried(14)],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +0 NEURO +\S+ +frozen$/],
      [/simulate/, /emerg\.pauseRewards: true → false\n[^]*its action would succeed today$/],
      [
        /propose .*fee/,
        /the fee comes first: .*\n.*\n +lets NetworkGovernor take up to 10 tokens\nsigned by eva: 1 of 3/,
      ],
      [/sign .*fee/, /signed by finn, eva: 2 of 3; /],
      [/sign .*fee/, /signed by gus, finn, eva: 3 of 3\nexecuted: tx /],
      [
        /propose .*propose/,
        /proposes "Go back to the first version while payouts are repaired" as NEP-EMERG, with one action\n[^]*signed by eva: 1 of 3/,
      ],
      [/sign .*propose/, /signed by finn, eva: 2 of 3; /],
      [
        /sign .*propose/,
        /signed by gus, finn, eva: 3 of 3\nexecuted: tx /,
        async () => {
          const { token, addresses, governor } = network();
          const { id } = await sdk.findProposal(network(), "6", { fromBlock: 0 });
          expect(await governor.proposalProposer(id)).to.equal(addresses.Council);
          expect(await token.balanceOf(addresses.Council!)).to.equal(parseEther("90"));
        },
      ],
      [/carry/, carried(6)],
      [/status/, /\nemerg\.pauseRewards +false\n/],
    ]);
  });

  it("migrating.md moves the network to a new governor, and leaves no power behind", async () => {
    const before = network().addresses.NetworkGovernor;
    await run("docs/runbooks/migrating.md", [
      [
        /migrate/,
        /NetworkGovernor +0x\w{40}\nFormerGovernor +0x\w{40}\nnobody has lost or gained a power[^]*polity\.next\.json/,
      ],
      [
        /explain/,
        /\nopen to all actions, the least strict first: NEP-GOV\nNEP-GOV: deployer could cast 0 votes, as of .*\nNEP-GOV may make all actions$/,
      ],
      [/simulate/, /7 actions would succeed today$/],
      [/propose/, /^ada proposed NEP-15: Move to a new governor\n/],
      [/carry/, carried(15)],
      [/^mv/, /^$/],
      [/^mv/, /^$/],
      [/audit/, nothingWrong(12)],
      [
        /mandate/,
        /^the guardian: nobody → Council until \S+Z\nthe NEP is in nep-0016-mandate-again\.md, of type GOV: /,
      ],
      [/propose/, /^ada proposed NEP-16: The guardian: nobody → Council until /],
      [/carry/, carried(16)],
      [/show --id 15/, /\nACTIVE: final\n/],
    ]);
    expect(network().addresses.NetworkGovernor).not.to.equal(before);
    expect((await network().governor.guardian())[0]).to.equal(network().addresses.Council);
  });

  it("leaving.md lets a member go with what is theirs, and a network end in order", async () => {
    await run("docs/runbooks/leaving.md", [
      [/show/, /\n0 +900,000 +never /],
      [/decay/, /^lock 0: until /],
      [/pass/, /^35d later: /],
      [/withdraw/, /^lock 0 is withdrawn: 900,000 tokens\n/],
      [
        /budget-end/,
        /^ends budget 1 of Council, 50,000 NEURO a period, for good\nthe NEP is in nep-0017-end-of-the-budget\.md, of type GOV: /,
      ],
      [
        /mandate --end/,
        /^the guardian: Council until \S+Z → nobody\nthe NEP is in nep-0018-end-of-the-mandate\.md, of type GOV: /,
      ],
      [/propose .*0017/, /^ada proposed NEP-17: Ends budget 1 of Council, /],
      [/carry/, carried(17)],
      [/propose .*0018/, /^ada proposed NEP-18: The guardian: Council until .* → nobody\n/],

      [/carry/, carried(18)],
      [
        /treasury pay/,
        /^pays 100,000 NEURO to 0x\w{40}, for legacy, without a reference\nthe NEP is in nep-0019-last-payment\.md, of type GOV: /,
      ],
      [
        /propose .*0019/,
        /^ada proposed NEP-19: Pays 100,000 NEURO to 0x\w{40}, for legacy, without a reference\n/,
      ],
      [/carry/, carried(19)],
      [/ledger/, /-100,000 NEURO [^]*the sums agree with the treasury's books on the chain$/],
      [/pass/, /^365d later: /],
      [
        /vest list/,
        /^owner .*\nada +0x\w{40} +500,000 +1[5-9]\d,\d{3}\S* +0 +1[5-9]\d,\d{3}\S* +0 +\d{4}-\d\d-\d\d$/,
      ],
      [/vest claim/, /^ada got 1[5-9]\d,\d{3}\.\d+ tokens\n/],
    ]);
    expect((await network().governor.guardian())[0]).to.equal(hre.ethers.ZeroAddress);
    expect(await network().token.balanceOf(ben)).to.equal(parseEther("1500000"));
  });
});
