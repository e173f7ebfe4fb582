import type { Stage } from "@groundplan/core/stage";
import type { Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import {
  BlueGreen,
  type BlueGreenProps,
  TestListener,
  type TestListenerProps,
} from "../blue-green/index.ts";
import { type FargateApp, FargateService, ReleasedImage } from "../fargate-service/index.ts";
import { LoadBalancer } from "../load-balancer/index.ts";
import { IMAGE, testApp } from "./fargate.ts";
import { synth } from "./index.ts";
import { FakeNetwork } from "./network.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/1";

/** What a test says of a release; `onTrial` makes the test listener. */
export type Given = Partial<BlueGreenProps> & {
  readonly onTrial?: Partial<TestListenerProps>;
  /** Grace of the service's own rollout. */
  readonly graceSeconds?: number;
};

/** A load balancer inside the network. */
export function balancer(stack: TerraformStack, stage: Stage, network = new FakeNetwork(stack)) {
  return new LoadBalancer(stack, "edge", {
    stage,
    name: "acme-edge",
    network,
    exposure: { scheme: "internal" },
    tls: { certificateArn: CERTIFICATE },
    logs: { off: { reason: "Nothing to see in tests" } },
  });
}

/** A release whose service nobody has said yet. */
export function release(
  stack: TerraformStack,
  { onTrial, graceSeconds: _, ...given }: Given,
  network?: FakeNetwork,
) {
  const stage = given.stage ?? "prod";
  const loadBalancer = balancer(stack, stage, network);
  const trial =
    onTrial &&
    new TestListener(stack, "trial", {
      loadBalancer,
      certificateArn: CERTIFICATE,
      from: { network: { cidr: "10.20.0.0/16" } },
      ...onTrial,
    });
  return new BlueGreen(stack, "release", {
    stage,
    name: "acme-prod-api-web",
    loadBalancer,
    routeKey: "api",
    route: { hosts: ["api.example.com"], containerPort: 8000, healthCheck: { path: "/healthz" } },
    ...(trial && { test: trial }),
    ...given,
  });
}

/** A service that is released, and what else `then` makes. */
export function released(
  given: Given = {},
  then: (made: { made: BlueGreen; app: FargateApp }) => void = () => {},
): Template {
  return synth((stack) => {
    const stage = given.stage ?? "prod";
    const network = new FakeNetwork(stack);
    const made = release(stack, given, network);
    const image =
      given.engine === "codedeploy"
        ? new ReleasedImage(stack, "image", {
            parameterName: "/acme/prod/api/image",
            repository: IMAGE.repository,
            firstDigest: IMAGE.digest,
          })
        : IMAGE;
    const app = testApp(stack, { stage, network, name: "acme-prod-api", image });
    const rollout = { ...made.service.rollout, healthCheckGraceSeconds: given.graceSeconds };
    const own = given.graceSeconds === undefined ? {} : { rollout };
    made.deploys(
      new FargateService(stack, "web", { ...made.service, ...own, app, process: "web" }),
    );
    then({ made, app });
  });
}
