import type { StandIn } from "./call.ts";
import { byAction, withMore } from "./form.ts";

const ATTRIBUTE = "SignatureVersion";

/**
 * Keeps by which version messages of a topic are signed. Moto forgets it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 */
export function topics(): StandIn {
  const kept = new Map<string, string>();
  return byAction({
    CreateTopic: async (form, moto) => {
      const answer = await moto();
      const topic = /<TopicArn>(.*?)<\/TopicArn>/.exec(`${answer.body}`)?.[1];
      const version = attributeOf(form, ATTRIBUTE);
      if (topic && version) kept.set(topic, version);
      return answer;
    },
    GetTopicAttributes: (form, moto) => {
      const version = kept.get(form.get("TopicArn") ?? "");
      const entry = `<entry><key>${ATTRIBUTE}</key><value>${version}</value></entry>`;
      if (!version) return undefined;
      return withMore(moto, (text) => text.replace("</Attributes>", `${entry}</Attributes>`));
    },
  });
}

/** An attribute of a form: its name stands in one field, its value in the next. */
function attributeOf(form: URLSearchParams, name: string): string | null {
  const key = [...form].find(([, value]) => value === name)?.[0];
  return key ? form.get(key.replace(/key$/, "value")) : null;
}
