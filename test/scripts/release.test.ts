import { readFileSync } from "node:fs";

import { expect } from "chai";

import { problemsOf, repositoryOf } from "../../scripts/release";

describe("A release", () => {
  const read = (file: string) => readFileSync(file, "utf8");
  const { version } = JSON.parse(read("package.json")) as { version: string };

  it("has one version in all packages and in the changelog", () => {
    expect(problemsOf(version, read)).to.deep.equal([]);
  });

  it("is refused where a package, a dependency on one or the changelog says something else", () => {
    const other = problemsOf("9.9.9", read);
    expect(other).to.include(`sdk/package.json has version ${version}, and 9.9.9 is released`);
    expect(other).to.include(`cli/package.json, @polity/sdk has version ${version}, and 9.9.9 is released`);
    expect(other).to.include("CHANGELOG.md has no heading of 9.9.9 with its day");
  });

  it("names its repository where a workflow builds it, and none elsewhere", () => {
    expect(repositoryOf({})).to.deep.equal({});
    expect(
      repositoryOf({ GITHUB_SERVER_URL: "https://git.example.org", GITHUB_REPOSITORY: "a/b" }),
    ).to.deep.equal({ repository: { type: "git", url: "git+https://git.example.org/a/b.git" } });
  });
});
