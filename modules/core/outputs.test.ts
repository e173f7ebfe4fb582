import { App, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { tellPeople } from "./outputs.ts";
import { templateOf } from "./testing/synth.ts";

function told(name: string) {
  const stack = new TerraformStack(Testing.stubVersion(new App()), "test");
  tellPeople(stack, name, "what the registrar must name", ["ada", "bob"]);
  return templateOf(stack).output;
}

describe("what people are told", () => {
  it("is an output under its own name that says what to do with it", () => {
    expect(told("name_servers")).toEqual({
      name_servers: {
        description: "For people: what the registrar must name",
        value: ["ada", "bob"],
      },
    });
  });

  it("is refused under a name that a shell would have to quote", () => {
    expect(() => told("name-servers")).toThrow(
      'test: name must be in snake_case, got "name-servers"',
    );
  });
});
