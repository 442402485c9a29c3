import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import { change, definition, deployRegistry, key, Kind, uint, word } from "../test/protocol/fixture";
import { probed, START, suite, used } from "./suite";

type World = Awaited<ReturnType<typeof deploy>>;

async function deploy() {
  await time.setNextBlockTimestamp(START);
  const world = await deployRegistry();
  const probe = await ethers.deployContract("GasProbe");
  // Versions are read by their time: give each a day of its own.
  await time.setNextBlockTimestamp(START + 86_400);
  await world.upgrade("econ", [change("econ.rewardRate", 90)]);
  await time.setNextBlockTimestamp(START + 2 * 86_400);
  return { ...world, probe };
}

const measured = ({ registry, probe }: World, data: string): Promise<number> => probed(probe, registry, data);

export const protocol = suite(
  "protocol",
  [
    "Sent by the timelock's own account, so that what a proposal adds is not in the figures; views as a calling contract pays",
    "them. A registry of six parameters at its second version. No goals: the snapshot holds them.",
  ],
  deploy,
  [
    {
      name: "upgrade.one",
      measure: ({ upgrade }) => used(upgrade("econ", [change("econ.rewardRate", 120)])),
    },
    {
      name: "upgrade.two",
      measure: ({ upgrade }) =>
        used(upgrade("econ", [change("econ.rewardRate", 120), change("econ.fee", 40)])),
    },
    {
      name: "upgrade.emergency",
      measure: ({ upgrade }) => used(upgrade("emerg", [change("emerg.halted", 1)])),
    },
    { name: "rollback", measure: ({ registry }) => used(registry.rollback(1)) },
    { name: "emergencyRollback", measure: ({ registry }) => used(registry.emergencyRollback(1)) },
    {
      name: "defineParameters.one",
      measure: ({ registry }) => used(registry.defineParameters([uint("net.peers", 8n)])),
    },
    {
      name: "defineParameters.bool",
      measure: ({ registry }) =>
        used(registry.defineParameters([definition("net.open", Kind.Bool, word(1))])),
    },
    {
      name: "setBounds",
      measure: ({ registry }) => used(registry.setBounds(key("econ.fee"), word(1), word(600))),
    },
    { name: "retire", measure: ({ registry }) => used(registry.retire([key("econ.fee")])) },
    {
      name: "get",
      measure: (world) =>
        measured(world, world.registry.interface.encodeFunctionData("get", [key("econ.rewardRate")])),
    },
    {
      name: "getAt",
      measure: (world) =>
        measured(world, world.registry.interface.encodeFunctionData("getAt", [key("econ.rewardRate"), 1])),
    },
    {
      name: "pausedFor",
      measure: (world) =>
        measured(world, world.registry.interface.encodeFunctionData("pausedFor", [key("emerg.halted")])),
    },
  ],
);
