import { Construct } from "constructs";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { ExistingRegistry } from "../registry/index.ts";
import { PULL_ACTIONS } from "../registry/registry-store.ts";

export interface ImageCacheProps {
  /** First part of its repositories' names. Another one is another cache: grants follow. */
  readonly prefix: string;
}

/** A cache as those meet it who pull through it: made in this stack, or known by its prefix in another one. */
export class ImageCache extends Construct {
  readonly prefix: string;
  private readonly registry: ExistingRegistry;

  constructor(scope: Construct, id: string, props: ImageCacheProps) {
    super(scope, id);
    this.prefix = props.prefix;
    this.registry = new ExistingRegistry(this, "registry", { name: props.prefix });
  }

  /**
   * An image of the upstream, as it is pulled through here: `image("library/nginx", "sha256:...")`. Images of
   * Docker Hub without an owner are below `library/`.
   */
  image(repository: string, digest: string): string {
    return `${this.registry.url}/${repository}@${digest}`;
  }

  /**
   * Lets a role pull what is here, and have ECR fetch what is not: `ecr:BatchImportUpstreamImage` and
   * `ecr:CreateRepository` besides, below this prefix alone.
   */
  grantPull(to: AwsGrantee): void {
    const below = `${this.registry.arn}/*`;
    const fetch = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    grantInline(this, "pull", to, [
      { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      { sid: "PullThrough", actions: [...PULL_ACTIONS, ...fetch].sort(), resources: [below] },
    ]);
  }
}
