import { type Answer, json, type StandIn } from "../call.ts";

/** What is asked of a stand-in. */
export interface Question {
  readonly path?: string;
  /** @default POST */
  readonly method?: string;
  readonly operation?: string;
  /** The body: a text as it is, all else as JSON. */
  readonly say?: unknown;
}

/** What moto answers, where a test says nothing else. */
export const MOTO = json({ Attributes: { DelaySeconds: "0" } });

/** What a stand-in answers, its body as text; `undefined` where moto is left to it. */
export async function ask(
  standIn: StandIn,
  { path = "/", method = "POST", operation = "", say = {} }: Question,
  moto: Answer = MOTO,
): Promise<{ status: number; text: string } | undefined> {
  const { pathname, searchParams: query } = new URL(path, "http://localhost");
  const body = Buffer.from(typeof say === "string" ? say : JSON.stringify(say));
  const answer = await standIn(
    { method, path: pathname, query, operation, body },
    async () => moto,
  );
  return answer && { status: answer.status, text: `${answer.body}` };
}

/** An answer in JSON, as `ask` tells it. */
export function said(value: unknown, status = 200): { status: number; text: string } {
  return { status, text: JSON.stringify(value) };
}
