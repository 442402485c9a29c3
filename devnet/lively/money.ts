import { encodeBytes32String, parseEther, ZeroAddress } from "ethers";

import * as sdk from "@polity/sdk";
import { buildForCouncil, signAndSend } from "../demo/council";
import { pay, units } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import { pick } from "./random";
import type { World } from "./world";

/** Grants that the council pays out of the budget of NEP-5: day, payee, whole tokens. */
const GRANTS: readonly [day: number, to: PersonName, amount: number, what: string][] = [
  [130, "june", 1_200, "grant-17"],
  [138, "lena", 6_500, "grant-18"],
  [163, "milo", 4_000, "grant-19"],
  [196, "nina", 12_000, "grant-20"],
  [224, "tara", 2_500, "grant-21"],
  [229, "quin", 18_000, "grant-22"],
  [261, "vera", 7_200, "grant-23"],
  [289, "wim", 3_300, "grant-24"],
  [318, "rosa", 21_000, "grant-25"],
  [347, "zoe", 9_900, "grant-26"],
  [377, "hugo", 5_400, "grant-27"],
  [403, "kira", 14_500, "grant-28"],
  [412, "lena", 16_000, "grant-29"],
];
/** Which three of the council's five sign, in turn. */
const SIGNERS: readonly (readonly PersonName[])[] = [
  ["eva", "hana", "ivan"],
  ["finn", "gus", "hana"],
  ["eva", "finn", "ivan"],
];
/** Days on which the security team's instalments of NEP-9 fall due: the first at its execution. */
const FIRST_INSTALMENT = 227;
/** Each of them, in whole tokens. */
const INSTALMENT = 8_000;

/** Income, grants, instalments and vesting. */
export function planMoney(world: World): void {
  planIncome(world);
  planGrants(world);
  planInstalments(world);
  planVesting(world);
}

function planIncome(world: World): void {
  const { calendar, random, network, signer, diary } = world;
  const treasury = sdk.requireTreasury(network);
  for (let day = 12; day < 418; day += 14) {
    const from = pick(random, ["dan", "gus", "eva"] as const);
    // Usage grows.
    const amount = units(Math.round((900 + 9 * day) * (0.8 + 0.4 * random())));
    calendar.on(day + random(), () => deposit(world, from, network.token, amount, "fees"));
  }
  for (const [day, from, amount] of [
    [25, "ivan", "6.5"],
    [118, "quin", "4"],
    [236, "ivan", "9.25"],
    [340, "pia", "3.75"],
  ] as const) {
    calendar.on(day, async () => {
      const labels = [encodeBytes32String("sales"), encodeBytes32String(`sale-${day}`)] as const;
      const value = parseEther(amount);
      const call = treasury.deposit.populateTransaction(ZeroAddress, value, ...labels, { value });
      await sdk.send(await signer(from), call);
      diary.write("earned", { token: ZeroAddress, amount: value, category: "sales" });
    });
  }
  calendar.on(290, () => deposit(world, "hana", network.token, units(5_000), "donations"));
  // A gift without a word: anyone books the difference.
  calendar.on(221, async () => {
    await pay(world, "ivan", await treasury.getAddress(), units(250));
  });
  calendar.on(222, async () => {
    await sdk.send(await signer("june"), treasury.reconcile.populateTransaction(network.token));
  });
}

/** Approves exactly the amount and deposits it. */
async function deposit(
  { network, signer, diary }: World,
  from: PersonName,
  token: sdk.Network["token"],
  amount: bigint,
  category: string,
): Promise<void> {
  const treasury = sdk.requireTreasury(network);
  const giver = await signer(from);
  await sdk.send(giver, token.approve.populateTransaction(treasury, amount));
  const labels = [encodeBytes32String(category), encodeBytes32String("")] as const;
  await sdk.send(giver, treasury.deposit.populateTransaction(token, amount, ...labels));
  diary.write("earned", { token: token.target as string, amount, category });
}

function planGrants({ calendar, network, signer, diary }: World): void {
  const treasury = sdk.requireTreasury(network);
  for (const [i, [day, to, amount, what]] of GRANTS.entries()) {
    calendar.on(day, async () => {
      const data = treasury.interface.encodeFunctionData("disburse", [
        ...([1n, PEOPLE[to], units(amount)] as const),
        ...([encodeBytes32String("grants"), encodeBytes32String(what)] as const),
      ]);
      const transaction = await buildForCouncil(network, await treasury.getAddress(), data);
      const members = await Promise.all(SIGNERS[i % SIGNERS.length]!.map(signer));
      await signAndSend(network, transaction, members, await signer("june"));
      const token = network.addresses.GovernanceToken;
      diary.write("spent", { token, amount: units(amount), category: "grants", budget: 1n });
    });
  }
  // Nina gives back what her grant left.
  calendar.on(219, async () => {
    const [nina, amount] = [await signer("nina"), units(1_750)];
    await sdk.send(nina, network.token.approve.populateTransaction(treasury, amount));
    await sdk.send(nina, treasury.refund.populateTransaction(1n, amount));
    diary.write("returned", { budget: 1n, amount });
  });
}

function planInstalments({ calendar, network, signer, diary }: World): void {
  const treasury = sdk.requireTreasury(network);
  for (let day = FIRST_INSTALMENT; day < 415; day += 30) {
    calendar.on(day, async () => {
      await sdk.send(await signer("june"), treasury.payRecurring.populateTransaction([1n]));
      const token = network.addresses.GovernanceToken;
      diary.write("spent", { token, amount: units(INSTALMENT), category: "security" });
    });
  }
}

function planVesting({ calendar, network, signer }: World): void {
  const factory = network.vesting!;
  calendar.on(60, async () => {
    const common = { start: calendar.timeOf(60), duration: 540 * sdk.DAY, cliff: 90 * sdk.DAY };
    await sdk.createGrants(factory, await signer("hana"), [
      { ...common, beneficiary: PEOPLE.lena, amount: units(30_000), revocable: false },
      { ...common, beneficiary: PEOPLE.milo, amount: units(24_000), revocable: true },
      { ...common, beneficiary: PEOPLE.nina, amount: units(12_000), revocable: false },
    ]);
  });
  for (const [day, owner] of [
    [172, "lena"],
    [266, "milo"],
    [305, "lena"],
    [367, "ada"],
    [392, "ben"],
    [408, "milo"],
  ] as const) {
    calendar.on(day, async () => {
      const [vault] = await sdk.listVaults(factory, { owner: PEOPLE[owner] });
      await sdk.claim(sdk.vaultAt(vault!.vault, network.token.runner), await signer(owner));
    });
  }
}
