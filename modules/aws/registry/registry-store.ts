import { Construct } from "constructs";
import { type AwsLocation, locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee, PolicyStatement } from "../iam/index.ts";

/** What pulling an image asks for. */
export const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

const PUSH_ACTIONS = [
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImageScanFindings",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** A repository as those meet it who push and pull: made in this stack or in another one. */
export abstract class RegistryStore extends Construct {
  abstract readonly name: string;
  /** Account of somebody else that it stands in, in the same region. */
  protected readonly otherAccountId?: string;

  /** ARN, known at synth. */
  get arn(): string {
    const { accountId, region, partition } = this.place;
    return `arn:${partition}:ecr:${region}:${accountId}:repository/${this.name}`;
  }

  /** Address without scheme, known at synth: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme/api`. */
  get url(): string {
    const { accountId, region, partition } = this.place;
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return `${accountId}.dkr.ecr.${region}.${suffix}/${this.name}`;
  }

  /** The image that a deployment runs: a digest never changes, a tag may. */
  image(digest: string): string {
    return `${this.url}@${digest}`;
  }

  /** Lets a role pull from this repository, and log in. */
  grantPull(to: AwsGrantee): void {
    grantInline(this, "pull", to, [login(), this.may("PullImages", PULL_ACTIONS)]);
  }

  /** Lets a role push to this repository and pull from it, see what a scan found, and log in. It deletes nothing. */
  grantPush(to: AwsGrantee): void {
    const actions = [...PULL_ACTIONS, ...PUSH_ACTIONS].sort();
    grantInline(this, "push", to, [login(), this.may("PushImages", actions)]);
  }

  /**
   * Lets a role say what runs, by moving a tag from image to image: `ecr:BatchGetImage`, `ecr:PutImage`. It
   * uploads no layer.
   */
  grantMarkInUse(to: AwsGrantee): void {
    const actions = ["ecr:BatchGetImage", "ecr:PutImage"];
    grantInline(this, "mark-in-use", to, [this.may("MoveTags", actions)]);
  }

  private get place(): AwsLocation {
    const own = locationOf(this);
    return { ...own, accountId: this.otherAccountId ?? own.accountId };
  }

  private may(sid: string, actions: readonly string[]): PolicyStatement {
    return { sid, actions, resources: [this.arn] };
  }
}

/** The login is to the whole registry: the action takes no resource. */
function login(): PolicyStatement {
  return { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] };
}

/** What is to be known of a repository that another stack makes: names alone, nothing is read. */
export interface ExistingRegistryProps {
  /** Name of the repository. Another one is another repository: grants follow. */
  readonly name: string;
  /**
   * Account that it stands in, 12 digits. Its own policy must name this account, too: `pullFromAccounts` there.
   *
   * @default the stack's own
   */
  readonly accountId?: string;
}

/** A repository that another stack has made, for grants and addresses. */
export class ExistingRegistry extends RegistryStore {
  readonly name: string;
  protected override readonly otherAccountId?: string;

  constructor(scope: Construct, id: string, props: ExistingRegistryProps) {
    super(scope, id);
    this.name = props.name;
    this.otherAccountId = props.accountId;
  }
}
