import { contentHash } from "@polity/sdk/core/content";
import { requireWork } from "@polity/sdk/work";
import { formatTerms } from "@polity/sdk/work/terms";
import { readText, writeNew } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { readingCommand } from "../core/context";

const listOf = (written: string | undefined): string[] =>
  (written ?? "")
    .split(";")
    .map((one) => one.trim())
    .filter((one) => one !== "");

export default readingCommand({
  words: "Writes the terms of a task as a file that agents read, in the form of ERC-8004",
  options: {
    name: required("What the task is called"),
    description: required(
      "A file that says what is to be done; no names of people, which could not be erased",
    ),
    skills: text('What it takes, like "translation; Solidity"'),
    criteria: text('By what it is judged, like "can be repeated; comes with its source"'),
    to: required("Where the file is written; --terms of other commands takes it"),
  },
  async run({ network, options }) {
    const { name, description, skills, criteria, to } = options;
    const { work } = requireWork(network);
    const { chainId } = await work.runner!.provider!.getNetwork();
    const content = formatTerms(
      {
        ...{ name, skills: listOf(skills), criteria: listOf(criteria) },
        description: readText(description, "give a file with the description"),
      },
      { chainId, work: await work.getAddress() },
    );
    writeNew(to, content);
    const hash = contentHash(content);
    return { text: `the terms are in ${to}, whose hash is ${hash}`, json: { file: to, hash } };
  },
});
