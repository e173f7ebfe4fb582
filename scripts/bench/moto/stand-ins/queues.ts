import { json, type StandIn } from "./call.ts";

/** Attributes of a queue that are documents. */
const DOCUMENTS: readonly string[] = ["Policy", "RedrivePolicy", "RedriveAllowPolicy"];

/**
 * Keeps a queue's documents, and gives them back as they were put. Moto forgets the policy when another
 * attribute is set, writes the redrive policy with other spaces, and never tells who may send dead letters.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export function queues(): StandIn {
  const kept = new Map<string, Attributes>();
  const keep = (url: string, attributes: Attributes = {}) => {
    // An empty text takes a document away.
    const all = Object.entries({ ...kept.get(url), ...pick(attributes, isDocument) });
    kept.set(url, Object.fromEntries(all.filter(([, document]) => document !== "")));
  };
  const calls: Readonly<Record<string, StandIn>> = {
    CreateQueue: async ({ body }, moto) => {
      const answer = await moto();
      const { QueueUrl } = JSON.parse(`${answer.body}`);
      if (answer.status === 200) keep(QueueUrl, JSON.parse(`${body}`).Attributes);
      return answer;
    },
    SetQueueAttributes: ({ body }, moto) => {
      const { QueueUrl, Attributes } = JSON.parse(`${body}`);
      keep(QueueUrl, Attributes);
      return Object.keys(Attributes).every(isDocument) ? json({}) : moto();
    },
    DeleteQueue: ({ body }, moto) => {
      kept.delete(JSON.parse(`${body}`).QueueUrl);
      return moto();
    },
    GetQueueAttributes: async ({ body }, moto) => {
      const { QueueUrl, AttributeNames: names = [] } = JSON.parse(`${body}`);
      const ours = kept.get(QueueUrl) ?? {};
      if (names.length > 0 && names.every(isDocument)) {
        return json({ Attributes: pick(ours, (name) => names.includes(name)) });
      }
      const answer = await moto();
      if (answer.status !== 200 || !names.includes("All")) return answer;
      const others = pick(JSON.parse(`${answer.body}`).Attributes, (name) => !isDocument(name));
      return json({ Attributes: { ...others, ...ours } });
    },
  };
  return (call, moto) => {
    const [service, name = ""] = call.operation.split(".");
    return service === "AmazonSQS" ? calls[name]?.(call, moto) : undefined;
  };
}

type Attributes = Readonly<Record<string, string>>;

function isDocument(name: string): boolean {
  return DOCUMENTS.includes(name);
}

function pick(attributes: Attributes, isWanted: (name: string) => boolean): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
