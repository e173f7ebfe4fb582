import { json, type StandIn } from "./call.ts";

const SERVICE = "AmazonEC2ContainerServiceV20141113.";

/** What moto takes of a service, and tells never again. */
const FORGOTTEN = ["availabilityZoneRebalancing", "capacityProviderStrategy"] as const;

/**
 * Keeps of services what moto forgets, and tells it as it was put.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
 */
export function services(): StandIn {
  const kept = new Map<string, object>();
  const whole = (service: Service): Service => ({ ...service, ...kept.get(service.serviceArn) });
  const calls: Readonly<Record<string, (said: Said, answer: Told) => Told>> = {
    CreateService: (said, { service }) => {
      const ours = FORGOTTEN.filter((name) => said[name]).map((name) => [name, said[name]]);
      kept.set(service!.serviceArn, Object.fromEntries(ours));
      return { service: whole(service!) };
    },
    DescribeServices: (_said, answer) => ({ ...answer, services: answer.services!.map(whole) }),
  };
  return async ({ operation, body }, moto) => {
    const call = operation.startsWith(SERVICE) && calls[operation.slice(SERVICE.length)];
    if (!call) return undefined;
    const answer = await moto();
    if (answer.status !== 200) return answer;
    return json(call(JSON.parse(`${body}`), JSON.parse(`${answer.body}`)));
  };
}

type Said = Readonly<Partial<Record<(typeof FORGOTTEN)[number], unknown>>>;

/** What moto tells of services. */
interface Told {
  readonly service?: Service;
  readonly services?: readonly Service[];
}

interface Service {
  readonly serviceArn: string;
}
