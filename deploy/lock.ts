import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";

import * as z from "zod";

import { PolityError } from "@polity/sdk/errors";
import { parseJson, strictObject } from "@polity/sdk/problems";

const schema = strictObject({
  pid: z.int(),
  host: z.string(),
  /** When the process was started, as the system says: another one may get its number later. Empty where it is not told. */
  start: z.string(),
  /** When the lock was taken, for readers. */
  since: z.string(),
});
type Holder = z.output<typeof schema>;

/**
 * Takes a lock that only one process can hold. That of a process that has died is taken over.
 * @param file What the lock is: a file that is there while it is held.
 * @param work What is being done under it, for the message to who comes second.
 * @returns Gives it back.
 * @throws PolityError while another process has it.
 */
export function lock(file: string, work: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  if (take(file)) return () => rmSync(file, { force: true });

  // Whoever takes over does so alone, and looks again: the lock may have a new holder by now. Its right to do so is a lock
  // like any other, which dies with it.
  const release = lock(`${file}.takeover`, work);
  try {
    const holder = read(file);
    if (holder && isAlive(holder)) throw inUse(file, work, holder);
    rmSync(file, { force: true });
    if (!take(file)) throw inUse(file, work);
    return () => rmSync(file, { force: true });
  } finally {
    release();
  }
}

/** The file comes into being with its content, or not at all. */
function take(file: string): boolean {
  const holder: Holder = {
    ...{ pid: process.pid, host: hostname(), start: startOf(process.pid) },
    since: new Date().toISOString(),
  };
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${JSON.stringify(holder)}\n`);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function read(file: string): Holder | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  return parseJson(schema, text, file, "remove it if nothing is running");
}

/** What runs on another machine cannot be asked: it is taken for alive. */
function isAlive({ pid, host, start }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return start === startOf(pid);
}

/** The process's start, in the clock ticks of Linux's /proc and the boot that they count from. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The name, in brackets, may hold anything; the start is the 20th field behind it.
    return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!}`;
  } catch {
    return "";
  }
}

function inUse(file: string, work: string, holder = read(file)): PolityError {
  const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : "another process";
  return new PolityError(`${work} is being worked on by ${who}`, {
    hint: `wait for it, or end it; if it is gone for good, remove ${file}`,
  });
}
