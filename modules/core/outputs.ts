import { TerraformOutput, type TerraformStack } from "cdktf";
import { check, matching } from "./problems.ts";

/** How the outputs that a person is to read are described. */
const FOR_PEOPLE = "For people: ";

/**
 * Shows a value after each apply, for somebody who must carry it on: name servers for a registrar,
 * addresses for a partner. What other stacks read is a contract instead. Never a secret.
 *
 * @param name snake_case name, unique in the stack: `name_servers`
 * @param what what to do with it, the end of a sentence: `what the registrar must name`
 */
export function tellPeople(
  stack: TerraformStack,
  name: string,
  what: string,
  value: unknown,
): void {
  check(stack, [matching("name", name, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, "be in snake_case")]);
  const output = new TerraformOutput(stack, name, { value, description: `${FOR_PEOPLE}${what}` });
  output.overrideLogicalId(name);
}
