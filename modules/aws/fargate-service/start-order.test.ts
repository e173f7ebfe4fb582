import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { type Startable, startOrderProblems } from "./start-order.ts";

const container = (startAfter: Startable["startAfter"], rest: Partial<Startable> = {}) => ({
  essential: true,
  hasHealthCheck: false,
  startAfter,
  ...rest,
});

const problems = (containers: Record<string, Startable>) => () =>
  check("api", startOrderProblems(containers));

describe("the order of starts", () => {
  it("may wait for health, and for the success of what is not essential", () => {
    const proxy = container({}, { hasHealthCheck: true });
    const setup = container({}, { essential: false });
    const app = container({ proxy: "HEALTHY", setup: "SUCCESS" });
    expect(problems({ app, proxy, setup })).not.toThrow();
  });

  it.each([
    [{ nobody: "START" }, "app.startAfter.nobody must name one of app, proxy"],
    [{ proxy: "HEALTHY" }, "app.startAfter.proxy must have a healthCheck to become HEALTHY"],
    [
      { proxy: "SUCCESS" },
      "app.startAfter.proxy must not be essential to be waited for with SUCCESS; the task ends when an essential container ends",
    ],
  ] as const)("refuses %j", (startAfter, message) => {
    expect(problems({ app: container(startAfter), proxy: container({}) })).toThrowError(
      `api: ${message}`,
    );
  });

  it("refuses a circle", () => {
    const circle = { a: container({ b: "START" }), b: container({ a: "START" }) };
    expect(problems(circle)).toThrowError(
      'api: startAfter must not go in a circle, got "a -> b -> a"',
    );
  });
});
