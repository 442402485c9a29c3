import { chmodSync, existsSync, writeFileSync } from "node:fs";

import { Wallet } from "ethers";

import { accountLabels } from "../../config";
import { PolityError } from "@polity/sdk/errors";
import { formatTable } from "../../scripts/lib/table";
import { networkOf } from "../../scripts/lib/network-file";
import { readText } from "../../scripts/lib/text";
import { command, text } from "../core/command";
import { PRESET } from "../parts/preset";

const SETTINGS = ".env";
const DEPLOYER = "DEPLOYER_KEY";
const OTHERS = "SIGNER_KEYS";

/**
 * Makes a key for the deployer and for everybody whom a preset names, so that one person can rehearse a network on a
 * testnet. Keys go to .env, which only its owner may read, addresses to the accounts file; what is there is never lost.
 */
export default command({
  words: "Makes keys for all people of a preset, for a rehearsal on a testnet",
  options: {
    ...PRESET,
    accounts: text("Where the addresses go; default accounts.json. The keys go to .env"),
  },
  // The keys go where Hardhat alone looks for them.
  only: "hardhat",
  run({ options }) {
    const { config } = networkOf(options.preset);
    const file = options.accounts ?? "accounts.json";
    if (existsSync(file)) {
      throw new PolityError(`${file} is there already`, {
        hint: "use it as it is, or name another file with --accounts",
      });
    }
    const before = existsSync(SETTINGS) ? readText(SETTINGS, "check who may read it") : "";
    for (const name of [DEPLOYER, OTHERS]) {
      if (new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*[^\\s#]`, "m").test(before)) {
        throw new PolityError(`${SETTINGS} has a ${name} already`, {
          hint: "move it away first: a key that is overwritten is lost",
        });
      }
    }

    const deployer = Wallet.createRandom();
    const people = accountLabels(config).map((label) => [label, Wallet.createRandom()] as const);
    const keys = people.map(([, { privateKey }]) => privateKey).join(",");
    const settings = setting(setting(before, DEPLOYER, deployer.privateKey), OTHERS, keys);
    writeFileSync(SETTINGS, settings, { mode: 0o600 });
    // The mode above counts for a new file alone.
    chmodSync(SETTINGS, 0o600);
    const addresses = Object.fromEntries(people.map(([label, { address }]) => [label, address]));
    writeFileSync(file, `${JSON.stringify(addresses, null, 2)}\n`);

    const rows = [["deployer", deployer.address], ...Object.entries(addresses)];
    return Promise.resolve({
      text: [
        formatTable(rows),
        `their keys are in ${SETTINGS}, for a rehearsal: whoever reads that file is all of them`,
        `the addresses are in ${file}; the deployer needs gas, and so does whoever proposes or votes`,
      ].join("\n"),
      json: { deployer: deployer.address, accounts: addresses, file },
    });
  },
});

/** The text of a settings file with one value set, where it stands or at the end. */
function setting(text: string, name: string, value: string): string {
  const line = new RegExp(`^[ \\t]*${name}[ \\t]*=.*$`, "m");
  if (line.test(text)) return text.replace(line, `${name}=${value}`);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${name}=${value}\n`;
}
