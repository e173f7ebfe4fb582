/**
 * How much a deployment matters: the profile that module defaults depend on.
 *
 * It is not the environment's name: the environment `shared` has stage `prod`.
 */
export type Stage = "dev" | "prod";

/** A default for each stage. A new stage breaks the build wherever a value is missing. */
export type PerStage<T> = Readonly<Record<Stage, T>>;

/** What every module takes. */
export interface ModuleProps {
  /** Profile that the defaults follow. Changing it changes every value that is not given. */
  readonly stage: Stage;
}

/** Why a value that must hold is loosened. The words end up in a tag, a label or a description. */
export interface Reason {
  /** One sentence for the reviewer, 10 to 200 characters. */
  readonly reason: string;
}
