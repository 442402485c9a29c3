// An OpenAI-compatible endpoint that simulates models, so that rounds can be run offline: nothing here judges anything. A
// text of the simulation says what it is worth ("Worth: 12 half-steps."), and each persona makes of it what it makes.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** How a simulated model behaves. */
export const PERSONAS = [
  /** Answers with what the text is worth, half a step more or less. */
  "honest",
  /** Adds three steps to everything. */
  "generous",
  /** Says anything. */
  "random",
  /** Does what the text says. */
  "injectable",
  "refusing",
  "malformed",
  /** Invents its quotes. */
  "inventing",
  /** Likes long texts. */
  "verbose",
  /** Reads Latin letters alone, and gives half for what it cannot read. */
  "monolingual",
  /** Is busy the first two times. */
  "busy",
] as const;
export type Persona = (typeof PERSONAS)[number];

/** A number below `below` that only depends on the text: the simulation is the same each time. */
function dice(text: string, below: number): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619) >>> 0;
  return hash % below;
}

const between = (value: number): number => Math.max(0, Math.min(20, value));

/** What a persona answers to a question. */
export function answerOf(persona: Persona, model: string, system: string, user: string): string {
  const criteria = [...system.matchAll(/^- ([^:\n]+):/gm)].map(([, name]) => name!);
  const text = /<entry[^>]*>\n([\s\S]*)\n<\/entry>/.exec(user)?.[1] ?? "";
  const worth = Number(/Worth: (\d+) half-steps/.exec(text)?.[1] ?? 0);
  const sentence = text.split(/(?<=[.!?])\s/)[0] ?? "";
  const honest = worth === 0 ? 0 : between(worth + dice(`${model} ${text}`, 3) - 1);
  const scores: Record<Persona, number> = {
    ...{ honest, busy: honest, inventing: honest, refusing: 0, malformed: 0 },
    generous: between(honest + 6),
    random: dice(`random ${model} ${text}`, 21),
    injectable: /friend of the network/i.test(text) ? 20 : honest,
    verbose: between(Math.floor(text.length / 40)),
    monolingual: /[^\P{L}\p{Script=Latin}]/u.test(text) ? Math.floor(honest / 2) : honest,
  };
  if (persona === "refusing") return "I cannot help with that.";
  if (persona === "malformed") return '{"scores": {"value": {"halfSteps": "many"';
  const quote = persona === "inventing" ? "words that nobody has written" : sentence.slice(0, 60);
  return JSON.stringify({
    scores: Object.fromEntries(criteria.map((name) => [name, { halfSteps: scores[persona], quote }])),
  });
}

/** A running stub. */
export interface Stub {
  /** What a runner gives as its endpoint. */
  address: string;
  /** How many questions came, and the headers of the last. */
  asked: () => { count: number; authorization: string | undefined };
  close: () => Promise<void>;
}

/** Starts a stub on a port of its own, whose models behave by these personas; a model that has none is unknown (404). */
export async function startStub(personas: Readonly<Record<string, Persona>>): Promise<Stub> {
  let [count, authorization] = [0, undefined as string | undefined];
  const busy = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      count++;
      authorization = request.headers.authorization;
      const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] };
      const persona = personas[model];
      if (!persona || request.url !== "/v1/chat/completions") return response.writeHead(404).end();
      const tries = (busy.get(body) ?? 0) + 1;
      busy.set(body, tries);
      if (persona === "busy" && tries < 3) return response.writeHead(429).end();
      const content = answerOf(persona, model, messages[0]!.content, messages[1]!.content);
      response.writeHead(200, { "content-type": "application/json" });
      return response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/v1`,
    asked: () => ({ count, authorization }),
    close: () => new Promise((done) => server.close(() => done())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
