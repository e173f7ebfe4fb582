import { textsAt } from "../../store/index-of.ts";
import { type Case, having, isNone, nowhere, refused } from "./case.ts";

/** Where a service is handed a role, and what it says of one that it cannot take. */
interface Handed {
  readonly paths: readonly string[];
  readonly code: string;
  readonly message: (arn: string) => string;
}

/** Codes and words: the API reference of each service, "Errors" of the call that creates. */
const HANDED: Readonly<Record<string, Handed>> = {
  aws_ecs_task_definition: {
    paths: ["execution_role_arn", "task_role_arn"],
    code: "ClientException",
    message: () => "Role is not valid",
  },
  aws_lambda_function: {
    paths: ["role"],
    code: "InvalidParameterValueException",
    message: () => "The role defined for the function cannot be assumed by Lambda.",
  },
  aws_codebuild_project: {
    paths: ["service_role"],
    code: "InvalidInputException",
    message: (arn) => `CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`,
  },
  aws_codedeploy_deployment_group: {
    paths: ["service_role_arn"],
    code: "InvalidRoleException",
    message: () => "Cannot assume role provided.",
  },
  aws_eks_cluster: {
    paths: ["role_arn"],
    code: "InvalidParameterException",
    message: (arn) =>
      `Role with arn: ${arn}, could not be assumed because it does not exist or the trusted entity is not correct`,
  },
  aws_eks_node_group: {
    paths: ["node_role_arn"],
    code: "InvalidParameterException",
    message: (arn) => `Following required service principals were not found in the trust of ${arn}`,
  },
  aws_scheduler_schedule: {
    paths: ["target.role_arn"],
    code: "ValidationException",
    message: () =>
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
  },
};

/** Refuses a role that is not there, or is of another account: a role is passed within its own. */
export function checkRoles(subject: Case): void {
  const { type, planned, before, connection, clouds } = subject;
  const handed = HANDED[type];
  if (!handed || !planned) return;
  const call = `${before ? "updating" : "creating"} ${type}`;
  const arns = handed.paths.flatMap((path) => textsAt(planned, path));
  for (const arn of arns) {
    const [, , service, , account, name = ""] = arn.split(":");
    if (service !== "iam" || !name.startsWith("role/")) continue;
    if (account !== connection.account) {
      throw refused(
        call,
        "AccessDeniedException",
        "Cross-account pass role is not allowed.",
        `${arn} is a role of account ${account}; ${connection.stack} works in ${connection.account}.`,
      );
    }
    if (name.startsWith("role/aws-service-role/") || subject.elsewhere.has(arn)) continue;
    if (clouds.isDeclared(connection.stack, arn)) continue;
    if (!isNone(having(clouds, "aws_iam_role", "arn", arn))) continue;
    throw refused(call, handed.code, handed.message(arn), nowhere(subject, arn));
  }
}
