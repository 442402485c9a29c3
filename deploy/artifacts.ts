import type { ArtifactResolver } from "@nomicfoundation/ignition-core";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

/**
 * The compiled contracts, for Ignition. It would keep the compiler's whole input and output with every step, megabytes of
 * it, to publish sources later: that is asked of Hardhat instead.
 */
export function artifactsOf(hre: HardhatRuntimeEnvironment): ArtifactResolver {
  return {
    loadArtifact: (name) => hre.artifacts.readArtifact(name),
    getBuildInfo: () => Promise.resolve(undefined),
  };
}
