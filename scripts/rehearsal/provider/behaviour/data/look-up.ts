import { Refusal } from "../../protocol/refusal.ts";
import { idOf, type Thing } from "../../store/store.ts";
import { scopeOf } from "../scope.ts";
import { has, isVisible, type Question, traitsAskedFor } from "./traits.ts";

/** Types of which others publish things for all to use. */
const PUBLISHED =
  /^(aws_ami|aws_ebs_snapshot|aws_ecrpublic_|google_compute_(image|snapshot|machine_image))/;

/**
 * Names of what a cloud itself keeps in every account: `alias/aws/s3`, `com.amazonaws.eu-west-1.s3`,
 * `Managed-CachingOptimized`, `/aws/service/...`, `arn:aws:iam::aws:policy/ReadOnlyAccess`.
 */
const OF_THE_CLOUD =
  /^(alias\/aws\/|\/aws\/|com\.amazonaws\.|Managed-|arn:aws:[^:]*:[^:]*:aws:|default$|AWS)/;

/**
 * The thing that stands and answers a question; nothing where the question does not tell after which
 * it asks, and where it asks after what exists outside of what is rehearsed.
 *
 * @throws Refusal where nothing matches, or several things do
 */
export function lookUp(question: Question): Thing | undefined {
  const { type, config, connection, clouds } = question;
  const traits = traitsAskedFor(question);
  if (traits.length === 0) return undefined;
  const from = scopeOf(connection, config);
  const matching = clouds.all.flatMap((store) =>
    [...store.ofType(type)].filter(
      (thing) => isVisible(thing, from) && traits.every((trait) => has(thing.object, trait)),
    ),
  );
  const latest = matching.at(-1);
  if (latest && (matching.length === 1 || config["most_recent"] === true)) return latest;
  const said = traits.map(({ name, values }) => `${name} ${values.join(" or ")}`).join(", ");
  if (matching.length > 1) {
    const found = matching.map(({ stack, object }) => `${idOf(object)} of ${stack}`).join(", ");
    throw new Refusal(`several ${type} have ${said}`, `Ask more closely. They are ${found}.`);
  }
  const texts = traits.flatMap(({ values }) => values);
  const exists = (text: string) =>
    OF_THE_CLOUD.test(text) || clouds.isDeclared(connection.stack, text);
  if (PUBLISHED.test(type) || texts.some(exists)) return undefined;
  const file = `environments/${connection.stack.split("-")[0]}/existing.json`;
  throw new Refusal(
    `no ${type} has ${said}`,
    "None stands in the rehearsal cloud. If it exists outside of what is rehearsed, say so in " +
      `${file}: {"${texts[0]}": "<what it is>"}.`,
  );
}
