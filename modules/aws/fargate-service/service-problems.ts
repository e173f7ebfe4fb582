import { nameProblem } from "@groundplan/core/naming";
import { atLeast, between, type Finding, must, whole } from "@groundplan/core/problems";
import { type CapacityMix, capacityProblems } from "./capacity.ts";
import type { FargateServiceProps } from "./fargate-service-props.ts";
import { isReleased } from "./image.ts";
import { weightsOwnerOf } from "./ownership.ts";
import { rolloutProblems } from "./rollout.ts";
import { serviceConnectProblems } from "./service-connect.ts";

/** Everything that is wrong with what a service says of itself, beside its task. */
export function serviceProblems(
  props: FargateServiceProps,
  capacity: CapacityMix,
  exec: boolean,
): Finding[] {
  const { app, target, deployOwner = "terraform", count } = props;
  const { cluster, name } = app.props;
  const port = target?.containerPort ?? props.port;
  return [
    nameProblem("process", "ecs-service", `${name}-${props.process}`),
    atLeast("count", count, 0),
    whole("count", count),
    must(
      target === undefined || props.port === undefined,
      "port",
      "not be set beside a target",
      props.port,
      "the target says the port",
    ),
    must(
      !exec || cluster.execAudit !== undefined,
      "exec",
      "not be set in a cluster that records no sessions",
      exec,
      "set exec on the cluster",
    ),
    ...capacityProblems("capacity", capacity),
    ...rolloutProblems(props.rollout ?? {}, app.stage, deployOwner, target !== undefined),
    ...serviceConnectProblems(props.serviceConnect, cluster, port),
    ...ownerProblems(props),
  ];
}

/** One owner for the image, and what each owner needs. */
function ownerProblems(props: FargateServiceProps): Finding[] {
  const { app, target, trafficShift, deployOwner = "terraform", serviceConnect } = props;
  const outside = deployOwner === "pipeline" || deployOwner === "codedeploy";
  const weights = weightsOwnerOf(deployOwner);
  return [
    must(
      target === undefined || target.weightsOwner === weights,
      "target",
      `be a route whose weightsOwner is ${weights} while ${deployOwner} deploys`,
      target?.weightsOwner,
      "an apply would take back who gets the requests",
    ),
    must(
      !outside || isReleased(app.props.image),
      "deployOwner",
      "be terraform or ecs-blue-green while the app's image is pinned in the code",
      deployOwner,
      "make the image a ReleasedImage: an image has one owner",
    ),
    must(
      deployOwner !== "codedeploy" || target !== undefined,
      "target",
      "be set while codedeploy deploys",
    ),
    must(
      deployOwner !== "codedeploy" || serviceConnect === undefined,
      "serviceConnect",
      "not be set while codedeploy deploys",
    ),
    must(
      (deployOwner === "ecs-blue-green") === (trafficShift !== undefined),
      "trafficShift",
      deployOwner === "ecs-blue-green"
        ? "be set while deployOwner is ecs-blue-green"
        : "not be set unless deployOwner is ecs-blue-green",
    ),
    must(trafficShift === undefined || target !== undefined, "target", "be set for a trafficShift"),
    between("trafficShift.bakeMinutes", trafficShift?.bakeMinutes, 0, 1440),
  ];
}
