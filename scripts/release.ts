// What must be one version in a release: the packages, how they name each other, and the changelog.
//   tsx scripts/release.ts v0.2.0   says what is not as that tag says
import { readFileSync } from "node:fs";

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
}

const MANIFESTS = ["package.json", "sdk/package.json", "cli/package.json"];

/** Where the packages come from, for the registry's page and the provenance, where a workflow builds them. */
export function repositoryOf({
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: name,
}: NodeJS.ProcessEnv): object {
  return server && name ? { repository: { type: "git", url: `git+${server}/${name}.git` } } : {};
}

/** @returns What is not as a release of this version has it. */
export function problemsOf(version: string, read: (file: string) => string): string[] {
  const manifests = MANIFESTS.map((file) => ({ file, manifest: JSON.parse(read(file)) as Manifest }));
  const versions = manifests.flatMap(({ file, manifest }) => [
    { where: file, found: manifest.version },
    ...Object.entries(manifest.dependencies ?? {})
      .filter(([name]) => name.startsWith("@polity/"))
      .map(([name, found]) => ({ where: `${file}, ${name}`, found })),
  ]);
  const changelog = new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m");
  return [
    ...versions
      .filter(({ found }) => found !== version)
      .map(({ where, found }) => `${where} has version ${found}, and ${version} is released`),
    ...(changelog.test(read("CHANGELOG.md"))
      ? []
      : [`CHANGELOG.md has no heading of ${version} with its day`]),
  ];
}

if (require.main === module) {
  const tag = process.argv[2] ?? "";
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  const problems =
    version === undefined
      ? [`"${tag}" is no tag of a release, like v0.2.0`]
      : problemsOf(version, (file) => readFileSync(file, "utf8"));
  for (const problem of problems) console.error(`Error: ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
