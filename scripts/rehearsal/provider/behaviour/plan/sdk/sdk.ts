import type { Path } from "../../../cty/path.ts";
import { type Fields, isWhollyKnown, type Value } from "../../../cty/value.ts";
import type { ResourceType } from "../../../schema/library.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";
import type { Connection } from "../../connection.ts";
import { applied } from "./applied.ts";
import { Differ } from "./differ.ts";
import { isEquivalent } from "./equivalent.ts";
import { forcingPaths } from "./forcing.ts";
import { withLost, withoutWriteOnly, withUnknowns } from "./mend.ts";
import { valuesOf } from "./planned.ts";
import { shapesOf, TIMEOUTS } from "./shape.ts";
import { stateTexts } from "./state-texts.ts";
import { type OwnSameness, Traits } from "./traits.ts";

/** What is planned of something that stands or does not. */
export interface SdkInput {
  readonly type: ResourceType;
  readonly connection: Connection;
  /** Undefined for a create. */
  readonly prior: Fields | undefined;
  readonly proposed: Fields;
  /** Names of the places whose change forces a replacement. */
  readonly forcing: ReadonlySet<string>;
  /** Does the type's own code take two texts for the same? */
  readonly isSame?: OwnSameness;
}

/**
 * Plans a create or an update the way HashiCorp's older library does (terraform-plugin-sdk v2.37.0,
 * helper/schema/grpc_provider.go): state and wishes become texts, texts are compared, what differs
 * is put into the state's texts, and those become values again. Much is lost on that way, and some
 * of it is given back: that is why a plan of such a type is full of empty texts.
 *
 * @param customize what the type's own code changes in the plan
 */
export function planWithSdk(
  { type, connection, prior, proposed, forcing, isSame }: SdkInput,
  customize: (planned: Fields) => Fields,
): { readonly planned: Fields; readonly forcing: readonly Path[] } {
  const shapes = shapesOf(type, connection);
  const root = typeOfBlock(type.schema.block);
  const texts = prior && stateTexts(shapes, prior);
  const differ = new Differ(new Traits(type.facts, forcing, isSame), prior !== undefined);
  const diffs = differ.resource(shapes, { texts, state: prior ?? null, wanted: proposed });
  const isBare = diffs.kids.size === 0 && prior !== undefined;
  if (isBare && isEquivalent(prior, customize(prior), root)) return { planned: prior, forcing: [] };

  const put = valuesOf(shapes, applied(shapes, texts, diffs));
  const customized = withTimeouts(customize(put), proposed);
  const mended = withLost(root, customized, proposed) as Fields;
  if (prior && isEquivalent(prior, mended, root)) return { planned: prior, forcing: [] };
  const planned = withoutWriteOnly(shapes, prior ? mended : withUnknowns(shapes, mended));
  return { planned, forcing: prior ? forcingPaths(shapes, diffs) : [] };
}

function withTimeouts(planned: Fields, proposed: Fields): Fields {
  if (!(TIMEOUTS in planned)) return planned;
  const wanted: Value = proposed[TIMEOUTS] ?? null;
  return { ...planned, [TIMEOUTS]: isWhollyKnown(wanted) ? wanted : null };
}
