/** The first words of all commands, and what follows them; the commands of each are the files of the folder of its name. */
export const SCOPES = {
  ballot: "Asks the network something: elections, priorities, what people think; a ballot decides nothing",
  council: "What the council does together, and what votes decide about it",
  court: "Stakes for disputes, votes on their benches, and takes them from instance to instance",
  dao: "Deploys a network, audits who holds power in it, and shows how it is",
  distribute: "Hands the network's token out to many by a list, and claims what a list has",
  escrow: "Locks tokens for votes, and delegates the votes",
  gateway: "Sells requests to a model by x402, in front of any server of OpenAI's kind",
  gov: "Proposes, explains, votes on and carries out NEPs",
  nep: "Follows NEP files from idea to activation, and what they did after",
  people: "Issues credentials, gives reputation, and shows what people have",
  phase: "Shows how far the network has come from its founders, and takes the next step",
  prompt: "Writes, tries and compares recipes by which money is shared out, and proposes them",
  relay: "Sends what others have signed, and pays for it",
  round: "Opens rounds, submits to them, judges, verifies, disputes and claims",
  sale: "Writes sales of the network's token for votes, buys in them, and settles them",
  service: "Lists services of the market, and rates and disputes what they were paid",
  till: "Splits what services were paid, and pays providers and apps their shares",
  treasury: "Writes budgets and payments for votes, disburses, and keeps the books",
  usage: "Pays services by x402: opens channels, asks gateways, and takes back what was not used",
  vest: "Grants tokens that vest, claims them, and shows their schedules",
  work: "Opens programs for votes; asks for grants, delivers, judges, pays, and disputes work",
} as const;

export type Scope = keyof typeof SCOPES;
