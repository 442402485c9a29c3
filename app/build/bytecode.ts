import type { Plugin } from "vite";

/** Contracts are read here, never deployed: the generated bindings leave their bytecode behind. */
export function withoutBytecode(): Plugin {
  return {
    name: "polity:without-bytecode",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("/typechain-types/factories/")) return undefined;
      return { code: code.replace(/const _bytecode =\s*"0x[^"]*"/, 'const _bytecode = "0x"'), map: null };
    },
  };
}
