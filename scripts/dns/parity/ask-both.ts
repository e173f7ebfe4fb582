import { setKey } from "../move/progress.ts";
import type { Asks, Transport } from "../wire/asker.ts";
import type { Question } from "../wire/message.ts";
import type { Server } from "../wire/server.ts";
import { type Difference, shapeOf } from "./compare.ts";

/** Both sides, and what they are asked. */
export interface Asked {
  readonly zone: string;
  readonly questions: readonly Question[];
  readonly old: readonly Server[];
  readonly new: readonly Server[];
}

/** What they said. */
export interface Heard {
  /** One for each question: what each side says, over both ways. */
  readonly answers: readonly Difference[];
  /** How many questions were answered, over all servers and ways. */
  readonly count: number;
  /** Servers that gave no answer. */
  readonly silent: readonly string[];
}

const TRANSPORTS: readonly Transport[] = ["udp", "tcp"];

/** Questions that are open at a time. */
const OPEN = 200;

/** Asks every server of both sides every question, over UDP and TCP. */
export async function askBoth(
  dns: Asks,
  { zone, questions, old, new: fresh }: Asked,
  talk: (text: string) => void,
): Promise<Heard> {
  const answers: Difference[] = new Array(questions.length);
  const silent: string[] = [];
  let count = 0;
  let next = 0;
  const side = async (servers: readonly Server[], question: Question): Promise<string[]> => {
    const shapes = servers.flatMap((server) =>
      TRANSPORTS.map(async (transport) => {
        const answer = await dns.ask(server, question, { transport });
        count += 1;
        // What does not fit into UDP is told over TCP alone.
        return answer.truncated ? [] : [shapeOf(answer, question, zone)];
      }),
    );
    const settled = await Promise.allSettled(shapes);
    for (const each of settled) if (each.status === "rejected") silent.push(each.reason.message);
    const said = settled.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    return [...new Set(said)].sort();
  };
  const worker = async () => {
    for (let i = next++; i < questions.length; i = next++) {
      if (i > 0 && i % 5000 === 0) talk(`${i} of ${questions.length} questions asked`);
      const question = questions[i]!;
      const [before, after] = await Promise.all([side(old, question), side(fresh, question)]);
      answers[i] = { key: setKey(question), old: before, new: after };
      // A server that is away is away: the first silences are enough to say so.
      if (silent.length > OPEN) return;
    }
  };
  await Promise.all(Array.from({ length: OPEN }, worker));
  return { answers: answers.filter(Boolean), count, silent: [...new Set(silent)] };
}
