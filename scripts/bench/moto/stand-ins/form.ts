import type { Answer, StandIn } from "./call.ts";

/** Answers one action; see `StandIn`. */
export type Action = (form: URLSearchParams, moto: () => Promise<Answer>) => ReturnType<StandIn>;

/** A stand-in for services that are asked by a form, in which `Action` says what is called. */
export function byAction(actions: Readonly<Record<string, Action>>): StandIn {
  return ({ body }, moto) => {
    const form = new URLSearchParams(`${body}`);
    return actions[form.get("Action") ?? ""]?.(form, moto);
  };
}

/** An answer in XML. */
export function xml(body: string, status = 200): Answer {
  return { status, headers: { "content-type": "text/xml" }, body };
}

/** What an action's answer has around it. */
export function result(action: string, inner: string): Answer {
  const whole = `<${action}Result>${inner}</${action}Result>`;
  return xml(`<${action}Response>${whole}</${action}Response>`);
}

/** What moto answers, with more in it. */
export async function withMore(
  moto: () => Promise<Answer>,
  more: (text: string) => string,
): Promise<Answer> {
  const { status, body } = await moto();
  return xml(more(`${body}`), status);
}
