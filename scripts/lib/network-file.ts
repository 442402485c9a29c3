import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";

import type { createJiti as CreateJiti } from "jiti";

import { parseConfig, presets, type NetworkConfig } from "../../config";
import { explain, PolityError } from "@polity/sdk/errors";
import { didYouMean } from "@polity/sdk/did-you-mean";

/** A network as `--preset` names it, and what its deployment is called where nothing else is said. */
export interface NamedNetwork {
  name: string;
  config: NetworkConfig;
}

/**
 * The network that is meant by `--preset`: the name of a preset, or a file with a configuration, wherever it is. A file is
 * named with its ending or with a folder: `./my-network.ts`.
 * @throws PolityError for neither, and for a file that has no configuration. ValidationError for one that is not valid.
 */
export function networkOf(preset: string | undefined): NamedNetwork {
  if (preset === undefined) {
    throw new PolityError("--preset is missing", {
      hint: "give one, like neuroshard, or a file with your own network, like ./my-network.ts",
    });
  }
  if (Object.hasOwn(presets, preset)) {
    return { name: preset, config: parseConfig(presets[preset as keyof typeof presets]) };
  }
  if (/[\\/]|\.[cm]?[jt]s$|\.json$/.test(preset)) {
    return { name: basename(preset, extname(preset)), config: parseConfig(exportedBy(preset)) };
  }
  const names = Object.keys(presets);
  throw new PolityError(`there is no preset "${preset}"${didYouMean(preset, names)}`, {
    hint: `give one of ${names.join(", ")}, or a file with your own network, like ./my-network.ts`,
  });
}

/** What a file exports as its network: its default export, or all of a JSON file. */
function exportedBy(file: string): unknown {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new PolityError(`there is no file ${file}`, { hint: "its path counts from the folder you are in" });
  }
  let exported: unknown;
  try {
    exported = extname(path) === ".json" ? JSON.parse(readFileSync(path, "utf8")) : load(path);
  } catch (cause) {
    throw new PolityError(`${file} cannot be loaded: ${explain(cause)}`, {
      hint: "it must be a TypeScript, JavaScript or JSON file that runs by itself",
      cause,
    });
  }
  const network = defaultOf(exported);
  if (typeof network === "object" && network !== null && Object.keys(network).length > 0) return network;
  throw new PolityError(`${file} exports no network`, {
    hint: "write export default { name: …, … }, as config/presets/ does",
  });
}

/**
 * Commands of the repository run through tsx, which takes files of either kind of module, with a tsconfig of their own or
 * none. The program `polity` has jiti for them, and for what they import as a stranger to this repository would.
 */
function load(path: string): unknown {
  if (__filename.endsWith(".ts")) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which file it is, a person says.
    return require(path) as unknown;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- most commands read no such file.
  const { createJiti } = require("jiti") as { createJiti: typeof CreateJiti };
  const alias = { "@polity/cli/config": join(__dirname, "../../config/index.js") };
  return createJiti(__filename, { fsCache: false, moduleCache: false, interopDefault: false, alias })(path);
}

function defaultOf(exported: unknown): unknown {
  const isModule = typeof exported === "object" && exported !== null;
  return isModule && "default" in exported ? exported.default : exported;
}
