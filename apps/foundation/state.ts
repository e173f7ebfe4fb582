import { StateBucket } from "@groundplan/aws/state-bucket";
import { accountOf, LayerStack } from "@groundplan/core/site";
import { StateBucket as GoogleStateBucket } from "@groundplan/google/state-bucket";
import type { App } from "cdktf";
import { APP } from "./names.ts";
import type { FoundationPlacement, StateHome } from "./settings.ts";

/** A home of states that somebody must build. */
export type BuiltHome = Extract<StateHome, { readonly bucket: string }>;

/** What the layer stands on. */
export interface StateStackProps extends FoundationPlacement {
  readonly state: BuiltHome;
}

/**
 * The bucket that every state of the environment lies in, this stack's own too: `infra bootstrap`
 * makes it with a local state and moves that state in.
 */
export class StateStack extends LayerStack {
  constructor(scope: App, { site, state }: StateStackProps) {
    super(scope, {
      site,
      app: APP,
      layer: "state",
      clouds: [state.kind === "s3" ? "aws" : "google"],
    });
    const { stage } = site;
    if (state.kind === "s3") {
      new StateBucket(this, "state", {
        stage,
        name: state.bucket,
        encryption: state.kmsKeyArn ? "own-key" : "s3",
      });
    } else {
      const { projectId: project, region: location } = accountOf(site, "google");
      new GoogleStateBucket(this, "state", { stage, name: state.bucket, project, location });
    }
  }
}
