import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre from "hardhat";

import { readDeployment, writeDeployment } from "../../scripts/lib/deployments";
import { startChain, type LocalChain } from "../../scripts/demo/chain";
import * as sdk from "../../sdk";
import { deployPreset, type People } from "../helpers/preset";
import { newReader, type Reader } from "../helpers/reader";
import { follow, type Expected } from "../helpers/runbook";

const HERE = "test/integration/runbooks.test.ts";
/** What the audit ends with: a former governor is one contract more. */
const nothingWrong = (contracts: number) =>
  new RegExp(`\\n27 facts of ${contracts} contracts are as they should be$`);

/** One network lives through all of them, in an order in which each finds what it needs. */
describe("The runbooks of a network's life", () => {
  let snapshot: unknown;
  let chain: LocalChain;
  let reader: Reader;
  let people: People;

  before(async () => {
    snapshot = await hre.network.provider.send("evm_snapshot", []);
    const block = await hre.ethers.provider.getBlockNumber();
    const { network, config, people: known } = await deployPreset("neuroshard");
    people = known;
    const escrow = sdk.requireEscrow(network);
    for (const [who, amount] of [
      ["ada", "1200000"],
      ["ben", "900000"],
      ["cleo", "700000"],
    ] as const) {
      await sdk.lock(escrow, people[who], { amount: parseEther(amount), unlockTime: sdk.PERMANENT });
    }
    await time.increase(2);
    chain = await startChain(hre, 0);
    reader = newReader();
    await reader.type("cp .env.example .env");
    reader.set("LOCALHOST_RPC_URL", chain.url);
    const { addresses: contracts } = network;
    const root = join(reader.folder, "deploy/deployments");
    writeDeployment({ name: config.name, chainId: 31_337, block, contracts }, root);
  });
  after(async () => {
    reader.leave();
    await chain.stop();
    await hre.network.provider.send("evm_revert", [snapshot]);
  });

  const file = () => join(reader.folder, "deploy/deployments/chain-31337/polity.json");
  const network = () => sdk.connect(readDeployment(file()).contracts, hre.ethers.provider);
  const found = (nep: number) => sdk.findProposal(network(), String(nep), { fromBlock: 0 });
  const viewOf = async (nep: number) => sdk.readProposal(network().governor, (await found(nep)).id);
  const toVote = (nep: number) => async () => time.increaseTo((await viewOf(nep)).snapshot + 1);
  const toEnd = (nep: number) => async () => time.increaseTo((await viewOf(nep)).deadline + 1);
  const toEta = (nep: number) => async () => time.increaseTo((await viewOf(nep)).eta);
  /** What first-proposal.md tells, by the same functions as its commands. */
  const carry = (nep: number) => async () => {
    const { governor } = network();
    const proposal = await found(nep);
    await toVote(nep)();
    for (const who of [people.ada, people.cleo]) {
      await sdk.vote(governor, who, { proposalId: proposal.id, choice: "for" });
    }
    await toEnd(nep)();
    await sdk.queue(governor, people.june, proposal);
    await toEta(nep)();
    await sdk.execute(governor, people.june, proposal);
  };
  const run = (document: string, lines: Expected[]) => follow(reader, document, HERE, lines);

  it("treasury.md grants a budget, pays out of it and keeps the books", async () => {
    await run("docs/treasury.md", [
      [
        /budget-grant/,
        /^# grants Council a budget of 50,000 NEURO [^]*\nactions:\n {2}- target: Treasury\n/,
        async () => {
          const line =
            "npx hardhat --network localhost gov propose --nep neps/nep-0005-budget-for-grants.md --from ada";
          expect((await reader.type(line)).code).to.equal(0);
          await carry(5)();
        },
      ],
      [
        /--from eva/,
        /pays 1,200 NEURO to [^]*signed by eva: 1 of 3; payment\.json goes to the next who signs$/,
      ],
      [/--from hana/, /signed by hana, eva: 2 of 3; /],
      [/--from ivan/, /signed by hana, eva, ivan: 3 of 3\nexecuted: tx 0x/],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +48,800 NEURO /],
      [
        /ledger --csv/,
        /^time,kind,token,[^]*,disbursement,0x\w{40},-1200,7998800,0x\w{40},grants,invoice-17,/,
      ],
      [/report/, /\nspending +grants +-1,200 NEURO\n[^]*\nin the books today: 7,998,800 NEURO$/],
    ]);
    expect(await network().token.balanceOf(people.june)).to.equal(parseEther("1200"));
  });

  it("council.md gives the office, replaces a lost key, and replaces the council", async () => {
    await run("docs/runbooks/council.md", [
      [
        /mandate/,
        /^the guardian: nobody → Council until \S+Z\nthe NEP is in nep-0011-mandate\.md, of type GOV: complete it, then propose it$/,
      ],
      [/propose/, /^ada proposed NEP-11: The guardian: nobody → Council until /, carry(11)],
      [/status/, /\ncouncil 0x\w+ in office, its mandate ends /],
      [
        /replace/,
        /\n +0x\w+ leaves the council, and 0x\w+ takes the place\n +Warning: it changes the Safe itself[^]*signed by eva: 1 of 3/,
      ],
      [/--from finn/, /signed by finn, eva: 2 of 3; /],
      [/--from gus/, /signed by gus, finn, eva: 3 of 3\nexecuted: tx /],
      [
        /audit/,
        nothingWrong(10),
        async () => {
          const { owners } = await sdk.readSafe(sdk.requireCouncil(network()));
          expect(owners).to.include(people.kofi.address).and.not.include(people.hana.address);
        },
      ],
      [
        /create/,
        /^the Safe 0x\w{40} is there, 2 of june, kofi, lena: it has no power yet$/,
        async () => {
          const line =
            "npx hardhat --network localhost council create --members june,kofi,lena --threshold 2 --json";
          const { stdout } = await reader.type(line);
          reader.variables.COUNCIL = (JSON.parse(stdout) as { address: string }).address;
        },
      ],
      [
        /mandate/,
        /^the guardian: Council until \S+Z → 0x\w{40} until \S+Z\nthe NEP is in nep-0012-next-council\.md, of type GOV: /,
      ],
      [
        /spender/,
        /^the spender of budget 1: Council → 0x\w{40}\nthe NEP is in nep-0013-next-spender\.md, of type GOV: /,
      ],
      [/propose .*12/, /^ada proposed NEP-12: The guardian: Council until /, carry(12)],
      [
        /propose .*13/,
        /^ada proposed NEP-13: The spender of budget 1: Council → 0x/,
        async () => {
          await carry(13)();
          const text = readFileSync(file(), "utf8");
          writeFileSync(
            file(),
            text.replace(/"Council": "0x\w+"/, `"Council": "${reader.variables.COUNCIL!}"`),
          );
        },
      ],
      [/audit/, nothingWrong(10)],
    ]);
    const { spender } = await sdk.requireTreasury(network()).budget(1n);
    const [guardian] = await network().governor.guardian();
    expect([spender, guardian]).to.deep.equal([reader.variables.COUNCIL, reader.variables.COUNCIL]);
  });

  it("emergency.md cancels, pauses, freezes and rolls back", async () => {
    await run("docs/runbooks/emergency.md", [
      [/propose .*0002/, /^cleo proposed NEP-2: Pay training a little more, and burn less of each fee\n/],
      [/cancel/, /signed by june: 1 of 2/],
      [/sign/, /signed by kofi, june: 2 of 2\nexecuted: tx /],
      [/show --id 2/, /\nCANCELED: final\n/],
      [/simulate/, /emerg\.pauseRewards: false → true\nits action would succeed today$/],
      [
        /propose .*0004/,
        /^ada proposed NEP-4: Pause training rewards while forged proofs are accepted\n/,
        toVote(4),
      ],
      [/--from ada/, /^ada votes for with 1,200,000 votes on NEP-4/],
      [/--from ben/, /^ben votes for with 900,000 votes on NEP-4/, toEnd(4)],
      [/advance/, /^NEP-4: Pause training rewards while .*: queued, tx /, toEta(4)],
      [/advance/, /^NEP-4: Pause training rewards while .*: executed, tx /],
      [/status/, /\nemerg\.pauseRewards +true\n/],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +50,000 NEURO +\S+ +active$/],
      [
        /budget-freeze/,
        /^freezes budget 1 of \S+, 50,000 NEURO a period, until a vote unfreezes it\nthe NEP is in nep-0014-freeze\.md, of type EMERG: /,
      ],
      [/propose .*0014/, /^ada proposed NEP-14: Freezes budget 1 of /, carry(14)],
      [/budgets/, /\n1 +Council +grants +50,000 NEURO per 30d +0 NEURO +\S+ +frozen$/],
      [
        /simulate/,
        /emerg\.pauseRewards: true → false\n[^]*its action would succeed today$/,
        async () => {
          const { token, addresses } = network();
          await token.connect(people.ben).transfer(addresses.Council!, parseEther("10"));
        },
      ],
      [
        /propose .*fee/,
        /the fee comes first: .*\n.*\n +lets NetworkGovernor take up to 10 tokens\nsigned by june: 1 of 2/,
      ],
      [/sign .*fee/, /signed by kofi, june: 2 of 2\nexecuted: tx /],
      [
        /propose .*propose/,
        /proposes "Go back to the first version while payouts are repaired" as NEP-EMERG, with one action\n[^]*signed by june: 1 of 2/,
      ],
      [
        /sign .*propose/,
        /signed by kofi, june: 2 of 2\nexecuted: tx /,
        async () => {
          const { token, addresses, governor } = network();
          const { id } = await found(6);
          expect(await governor.proposalProposer(id)).to.equal(addresses.Council);
          expect(await token.balanceOf(addresses.Council!)).to.equal(0n);
          await carry(6)();
        },
      ],
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
      [/explain/, /\nopen to all actions, the least strict first: NEP-GOV\nNEP-GOV may make all actions$/],
      [/simulate/, /7 actions would succeed today$/],
      [/propose/, /^ada proposed NEP-15: Move to a new governor\n/, carry(15)],
      [/^mv/, /^$/],
      [/^mv/, /^$/],
      [/audit/, nothingWrong(11)],
      [
        /mandate/,
        /^the guardian: nobody → Council until \S+Z\nthe NEP is in nep-0016-mandate-again\.md, of type GOV: /,
      ],
      [/propose/, /^ada proposed NEP-16: The guardian: nobody → Council until /, carry(16)],
      [/show --id 15/, /\nACTIVE: final\n/],
    ]);
    expect(network().addresses.NetworkGovernor).not.to.equal(before);
    expect((await network().governor.guardian())[0]).to.equal(reader.variables.COUNCIL);
  });

  it("leaving.md lets a member go with what is theirs, and a network end in order", async () => {
    const [vault] = await sdk.listVaults(network().vesting!, { owner: people.ada.address, fromBlock: 0 });
    await run("docs/runbooks/leaving.md", [
      [/show/, /\n0 +900,000 +never /],
      [/decay/, /^lock 0: until /, () => time.increase(5 * sdk.WEEK)],
      [
        /withdraw/,
        /^lock 0 is withdrawn: 900,000 tokens\n/,
        async () => {
          const cliff = vault!.terms.start + vault!.terms.cliff;
          if ((await time.latest()) < cliff) await time.increaseTo(cliff);
        },
      ],
      [/vest list/, /^owner .*\nada +0x\w{40} +500,000 +125,000 +0 +125,000 +0 +\d{4}-\d\d-\d\d$/],
      [/vest claim/, /^ada got 125,000\.\d+ tokens\n/],
      [
        /budget-end/,
        /^ends budget 1 of Council, 50,000 NEURO a period, for good\nthe NEP is in nep-0017-end-of-the-budget\.md, of type GOV: /,
      ],
      [
        /mandate --end/,
        /^the guardian: Council until \S+Z → nobody\nthe NEP is in nep-0018-end-of-the-mandate\.md, of type GOV: /,
      ],
      [/propose .*0017/, /^ada proposed NEP-17: Ends budget 1 of Council, /, carry(17)],
      [/propose .*0018/, /^ada proposed NEP-18: The guardian: Council until .* → nobody\n/, carry(18)],
      [
        /treasury pay/,
        /^pays 100,000 NEURO to 0x\w{40}, for legacy, without a reference\nthe NEP is in nep-0019-last-payment\.md, of type GOV: /,
      ],
      [
        /propose .*0019/,
        /^ada proposed NEP-19: Pays 100,000 NEURO to 0x\w{40}, for legacy, without a reference\n/,
        carry(19),
      ],
      [/ledger/, /-100,000 NEURO [^]*the sums agree with the treasury's books on the chain$/],
    ]);
    expect((await network().governor.guardian())[0]).to.equal(hre.ethers.ZeroAddress);
    expect(await network().token.balanceOf(people.ben)).to.equal(parseEther("1499990"));
  });
});
