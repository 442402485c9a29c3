import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { Signer } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkConfig } from "../../../config";
import { DAY, PolityError, send, type Network } from "@polity/sdk";
import { encodeAction, type NepAction } from "@polity/sdk/nep/actions";
import { requireCourt } from "@polity/sdk/court";
import * as market from "@polity/sdk/market";
import { requireRounds } from "@polity/sdk/rounds";
import { openingMarket, openingRounds, openingWork } from "../../lively/actions";
import { comparing, type Check } from "../compare";
import { paceOf, type OnProgress, type Pace } from "../pace";
import { checkCases, forCases, kindsOf, runCases, stakeJurors, type Cases } from "./court";
import { checkJobs, finishJobs, runJobs, type Jobs } from "./work";
import { checkRound, finishRound, forRound, runRound, type Round } from "./rounds";
import { checkServices, forServices, runServices, type Services } from "./market";
import { lend, stageOf, type BesideSize, type Stage } from "./stage";

export type { BesideSize } from "./stage";

/** Where the stages happen, and who lends them tokens. */
export interface BesideOptions {
  network: Network;
  config: NetworkConfig;
  fromBlock: number;
  size: BesideSize;
  lenders: (provider: Pace["provider"]) => Promise<Signer[]>;
  /** Whom the entries of the round are for, in turn. */
  beneficiaries: readonly string[];
}

/** What is there when the stages are done. */
export interface Beside {
  stage: Stage;
  services: Services;
  round: Round;
  jobs: Jobs;
  cases: Cases;
}

/** @throws PolityError where there would be too little to dispute. */
export function checkBesideSize({ services, entries, jobs, cases }: BesideSize): void {
  const kinds = kindsOf(cases);
  const short = [
    ...(jobs < 2 * kinds.jobs ? [`${jobs} jobs are fewer than twice ${kinds.jobs}`] : []),
    ...(entries < 2 * kinds.shares ? [`${entries} entries are fewer than twice ${kinds.shares}`] : []),
    ...(services < 5 * kinds.payments
      ? [`${services} services are fewer than five times ${kinds.payments}`]
      : []),
  ];
  if (short.length === 0) return;
  throw new PolityError(`${short.join(", ")}: what ${cases} cases are about`, {
    hint: "give fewer cases, or more of what they are about",
  });
}

/** Has a market, a round, jobs and a court live on a network, beside what there is already. */
export async function runBeside(
  hre: HardhatRuntimeEnvironment,
  { lenders, beneficiaries, ...options }: BesideOptions,
  onProgress: OnProgress = () => undefined,
): Promise<Beside> {
  const pace = paceOf(hre, onProgress);
  const { network, size } = options;
  const paid = Array.from({ length: size.entries }, (_, i) => beneficiaries[i % beneficiaries.length]!);
  const lending = await lenders(pace.provider);
  const known = [...paid, ...(await Promise.all(lending.map((lender) => lender.getAddress())))];
  if ((await requireRounds(network).programCount()) > 0n)
    throw new PolityError(
      "the network has programs already: what happens beside was done before on this chain",
      {
        hint: "start a chain anew, with npm run scale -- --keep",
      },
    );
  const stage = await stageOf(hre, pace, { ...options, known });
  const [{ minStake }, unit] = await Promise.all([
    market.readListingTerms(market.requireMarket(network), network.registry),
    requireCourt(network).UNIT(),
  ]);
  const needed = forServices(size.services, minStake) + forRound(size.entries) + forCases(size.cases, unit);
  await lend(stage, lending, needed);
  await open(stage);
  const jurors = await stakeJurors(stage);
  await time.increase(31 * DAY);

  const services = await runServices(stage);
  const round = await runRound(stage, paid);
  const jobs = await runJobs(stage, kindsOf(size.cases).jobs);
  const cases = await runCases(stage, jurors, { jobs, round, services });
  await finishJobs(stage, jobs);
  await finishRound(stage, round);
  return { stage, services, round, jobs, cases };
}

/** What a vote opens: programs of work and of rounds, and a court for what is disputed. Here the timelock is asked for it. */
async function open({ network, config, as, each }: Stage): Promise<void> {
  const place = { network, config };
  const { addresses } = network as { addresses: Record<string, string> };
  const actions = [
    ...(await openingWork(place)),
    ...openingMarket(place),
    ...(await openingRounds(place, ["usage"])),
  ];
  const timelock = await as(addresses.TimelockController!);
  await each("programs and a court", actions, async (action) => {
    const call = encodeAction({ ...action, value: 0n } as NepAction, (name) => addresses[name]!);
    await send(timelock, Promise.resolve({ to: call.target, data: call.calldata }));
  });
}

/** Holds everything that happened beside against the model. */
export async function checkBeside(
  { stage, services, round, jobs, cases }: Beside,
  onProgress: OnProgress = () => undefined,
): Promise<Check[]> {
  const { checks, compare } = comparing(onProgress);
  const { network, model } = stage;
  const { token, treasury } = network;
  await checkServices(stage, services, compare);
  await checkRound(stage, round, compare);
  await checkJobs(stage, jobs, compare);
  await checkCases(stage, cases, compare);
  await compare("balances beside", [...model.balances], async ([account, amount]) => [
    account,
    await token.balanceOf(account),
    amount,
  ]);
  await compare("treasury's books", ["booked"], async (name) => [
    name,
    await treasury!.booked(token),
    model.balanceOf(model.at.treasury),
  ]);
  return checks;
}
