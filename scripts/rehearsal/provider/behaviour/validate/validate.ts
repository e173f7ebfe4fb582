import type { Fields } from "../../cty/value.ts";
import type { Diagnostic } from "../../protocol/messages.ts";
import type { ResourceType } from "../../schema/library.ts";

/** Everything that the real provider would refuse in these arguments. */
export function validateConfig(_type: ResourceType, _config: Fields): readonly Diagnostic[] {
  return [];
}
