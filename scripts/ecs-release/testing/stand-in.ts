import { createHash } from "node:crypto";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Server, startMoto } from "../../state/testing/servers.ts";
import { type Aws, AwsError, type AwsService } from "../aws.ts";

/** How each service is called in a request, and in a signature. */
const TARGETS: Readonly<Record<AwsService, readonly [target: string, signed: string]>> = {
  deploy: ["CodeDeploy_20141006", "codedeploy"],
  ecr: ["AmazonEC2ContainerRegistry_V20150921", "ecr"],
  ecs: ["AmazonEC2ContainerServiceV20141113", "ecs"],
  ssm: ["AmazonSSM", "ssm"],
};

type Answer = Record<string, unknown>;

/**
 * AWS by moto, and by itself where moto does not serve: how tasks end, how deployments of services go, and
 * how those of CodeDeploy go. What is sent reaches moto first, which refuses what it does not know.
 */
export class StandIn implements Aws {
  readonly #moto: Server;
  /** Every operation that was called. */
  readonly called: string[] = [];
  /** What ECS tells of the next migration's end. */
  task: { readonly exitCode?: number; readonly stoppedReason?: string } = { exitCode: 0 };
  /** How deployments to a service end that do not end well; `IN_PROGRESS` never ends. */
  readonly endings = new Map<string, string>();
  /** How deployments of CodeDeploy end. */
  codeDeploy: Answer = { status: "Succeeded" };
  /** How often deployments are seen under way before they have ended. */
  looks = 1;
  /** What is answered to an operation, whatever moto would say. */
  readonly scripted = new Map<string, object>();
  /** Operations that AWS refuses. */
  readonly refused = new Set<string>();
  readonly #deployments = new Map<string, Answer[]>();
  #front?: HttpServer;

  private constructor(moto: Server) {
    this.#moto = moto;
  }

  static async start(): Promise<StandIn> {
    return new StandIn(await startMoto());
  }

  async call<T>(service: AwsService, operation: string, input: object): Promise<T> {
    this.called.push(operation);
    if (this.refused.has(operation)) throw new AwsError(`${operation}: AccessDeniedException`);
    const asked = input as Answer;
    if (this.scripted.has(operation)) return this.scripted.get(operation) as T;
    if (operation === "list-service-deployments") return this.#list(asked) as T;
    if (operation === "stop-service-deployment") return this.#takeBack(asked) as Promise<T>;
    if (operation === "stop-deployment") return { status: "Pending" } as T;
    const before = operation === "update-service" ? await this.#revisionOf(asked) : "";
    const answer = await this.ask<Answer>(service, operation, asked);
    if (operation === "describe-tasks") return { tasks: [this.#ended(answer)] } as T;
    if (operation === "get-deployment") return { deploymentInfo: this.codeDeploy } as T;
    if (operation === "update-service") await this.#deployed(asked, before);
    return answer as T;
  }

  /** Calls moto itself. */
  async ask<T>(service: AwsService, operation: string, input: object): Promise<T> {
    const [target, signed] = TARGETS[service];
    const answer = await fetch(this.#moto.url, {
      method: "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-1/${signed}/aws4_request, SignedHeaders=host, Signature=none`,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${target}.${pascal(operation)}`,
      },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    if (!answer.ok) throw new AwsError(`${operation}: ${text}`);
    return (text ? JSON.parse(text) : {}) as T;
  }

  /** A subnet that moto has from the start. */
  async subnet(): Promise<string> {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=none";
    const body = new URLSearchParams({ Action: "DescribeSubnets", Version: "2016-11-15" });
    const answer = await fetch(this.#moto.url, {
      method: "POST",
      headers: { authorization },
      body,
    });
    return /<subnetId>([^<]+)</.exec(await answer.text())![1]!;
  }

  /** Serves itself to AWS's command line; what that needs to find it. */
  async serve(): Promise<Readonly<Record<string, string>>> {
    this.#front = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", async () => {
        const [target = "", operation = ""] = String(request.headers["x-amz-target"]).split(".");
        const service = Object.entries(TARGETS).find(([, [name]]) => name === target)![0];
        const input = JSON.parse(Buffer.concat(parts).toString() || "{}");
        const { status, text } = await this.call(
          service as AwsService,
          kebab(operation),
          input,
        ).then(
          (answer) => ({ status: 200, text: JSON.stringify(answer) }),
          (error) => ({ status: 400, text: /\{.*\}$/s.exec(String(error))?.[0] ?? "{}" }),
        );
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(text);
      });
    });
    await new Promise<void>((done) => this.#front!.listen(0, "127.0.0.1", done));
    const { port } = this.#front.address() as AddressInfo;
    return { ...this.#moto.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
  }

  /** Forgets everything. */
  async empty(): Promise<void> {
    await this.#moto.empty();
    this.called.length = 0;
    this.task = { exitCode: 0 };
    this.codeDeploy = { status: "Succeeded" };
    this.endings.clear();
    this.refused.clear();
    this.#deployments.clear();
  }

  async stop(): Promise<void> {
    this.#front?.closeAllConnections();
    this.#front?.close();
    await this.#moto.stop();
  }

  #ended({ tasks }: Answer): Answer {
    const [task] = tasks as Answer[];
    const { exitCode, stoppedReason } = this.task;
    return {
      ...task,
      lastStatus: "STOPPED",
      stoppedReason,
      containers: [{ name: "app", exitCode }],
    };
  }

  /** A deployment is seen under way once, then it has ended. */
  #list({ service }: Answer): Answer {
    const known = this.#deployments.get(String(service)) ?? [];
    const told = known.map(({ serviceDeploymentArn, status, looks = this.looks }) =>
      looks ? { serviceDeploymentArn, status: "IN_PROGRESS" } : { serviceDeploymentArn, status },
    );
    for (const each of known) each["looks"] = 0;
    return { serviceDeployments: told };
  }

  /** Begins a deployment, and takes it back where it is to end badly, as ECS does. */
  async #deployed(asked: Answer, before: string): Promise<void> {
    const service = String(asked["service"]);
    const status = this.endings.get(service) ?? "SUCCESSFUL";
    this.endings.delete(service);
    const known = this.#deployments.get(service) ?? [];
    const serviceDeploymentArn = `${service}/${createHash("sha1").update(`${known.length}`).digest("hex")}`;
    const back = { ...asked, taskDefinition: before };
    this.#deployments.set(service, [...known, { serviceDeploymentArn, status, back }]);
    if (status.startsWith("ROLLBACK")) await this.ask("ecs", "update-service", back);
  }

  async #takeBack({ serviceDeploymentArn }: Answer): Promise<Answer> {
    const known = [...this.#deployments.values()].flat();
    const found = known.find((each) => each["serviceDeploymentArn"] === serviceDeploymentArn)!;
    found["status"] = "ROLLBACK_SUCCESSFUL";
    await this.ask("ecs", "update-service", found["back"] as Answer);
    return { serviceDeploymentArn };
  }

  async #revisionOf({ cluster, service }: Answer): Promise<string> {
    const asked = { cluster, services: [service] };
    const { services } = await this.ask<{ services: { taskDefinition: string }[] }>(
      "ecs",
      "describe-services",
      asked,
    );
    return services[0]!.taskDefinition;
  }
}

function pascal(operation: string): string {
  return operation.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase());
}

function kebab(operation: string): string {
  return operation.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
}
