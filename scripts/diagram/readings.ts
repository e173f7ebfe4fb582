import type { Stack } from "../stacks/manifest.ts";
import { ownState, readState, remoteStates } from "../stacks/template.ts";

/** What one stack takes from another: fields of one contract, or only its turn after it. */
export interface Reading {
  /** Id of the stack that is applied before. */
  readonly producer: string;
  /** Id of the stack that waits. */
  readonly consumer: string;
  /** Name of the contract that is read. Nothing where the stack only waits for the other. */
  readonly contract?: string;
  /** Outputs that are read, as the producer's state names them, sorted; none where it only waits. */
  readonly fields: readonly string[];
}

/** What contracts.ts writes at each output that is a field of a contract. */
const OF_CONTRACT = /^Contract (\S+): read by other stacks$/;

/** A value of a remote state, wherever in an expression it stands. */
const READ = /data\.terraform_remote_state\.([\w-]+)\.outputs\.(\w+)/g;

/** Everything that stacks take from each other, sorted by consumer, producer and contract. */
export function readingsOf(stacks: readonly Stack[]): Reading[] {
  const keepers = new Map(stacks.map((stack) => [ownState(stack.template), stack]));
  return stacks.flatMap((consumer) => readingsBy(consumer, keepers)).sort(byNames);
}

function readingsBy(consumer: Stack, keepers: ReadonlyMap<string, Stack>): Reading[] {
  const names = new Map(
    remoteStates(consumer.template).map(({ name, body }) => [name, keepers.get(readState(body))]),
  );
  const read = new Map<string, Reading>();
  for (const [, name, field] of JSON.stringify(consumer.template).matchAll(READ)) {
    const producer = names.get(name!);
    if (!producer || producer === consumer) continue;
    const contract = contractOf(producer, field!);
    const key = `${producer.id} ${contract}`;
    const fields = new Set(read.get(key)?.fields).add(field!);
    const taken = { producer: producer.id, consumer: consumer.id, contract };
    read.set(key, { ...taken, fields: [...fields].sort() });
  }
  const producers = new Set([...read.values()].map(({ producer }) => producer));
  const waits = consumer.dependencies
    .filter((producer) => !producers.has(producer))
    .map((producer) => ({ producer, consumer: consumer.id, fields: [] }));
  return [...read.values(), ...waits];
}

/** The contract that a field belongs to; an output of no contract stands for itself. */
function contractOf({ template }: Stack, field: string): string {
  const said = String(template.output?.[field]?.["description"] ?? "");
  return OF_CONTRACT.exec(said)?.[1] ?? field;
}

function byNames(a: Reading, b: Reading): number {
  const key = ({ consumer, producer, contract = "" }: Reading) =>
    [consumer, producer, contract].join(" ");
  return key(a) < key(b) ? -1 : 1;
}
