import { fileURLToPath } from "node:url";
import { TestPostgres } from "../../backup/testing/postgres.ts";
import { findPart } from "../../parts/parts.ts";
import { MOTO_ACCOUNT, type Server, startMoto } from "../../state/testing/servers.ts";
import { Running, Served } from "../served/served.ts";

/** Where the example application lies. */
export const EXAMPLE = fileURLToPath(
  new URL("../../../apps/music-library/example", import.meta.url),
);

const PASSWORD = "a password, in a variable";
const REGION = "eu-west-1";

/** Python with what the application stands on: that of the parts, where gunicorn lies too. */
const PYTHON = () => findPart("gunicorn")!.replace(/gunicorn$/, "python");

/** The application's surroundings, all of them real but OpenSearch: database, object store, queue. */
export class Surroundings {
  readonly postgres: TestPostgres;
  readonly aws: Server;
  readonly #search: Running;
  readonly env: Readonly<Record<string, string>>;

  private constructor(postgres: TestPostgres, aws: Server, search: Running, searchUrl: string) {
    this.postgres = postgres;
    this.aws = aws;
    this.#search = search;
    this.env = {
      ...aws.env,
      ALLOWED_HOSTS: "library.example.org",
      AWS_REGION: REGION,
      COVERS_BUCKET: "covers",
      DATABASE_HOST: "127.0.0.1",
      DATABASE_NAME: "library",
      DATABASE_PASSWORD: PASSWORD,
      DATABASE_PORT: String(postgres.port),
      DATABASE_TLS: "disable",
      DATABASE_USER: "keeper",
      QUEUE_URL: `${aws.url}/${MOTO_ACCOUNT}/work`,
      SEARCH_URL: searchUrl,
      SECRET_KEY: "a key of the tests, which opens nothing: 0123456789",
    };
  }

  static async start(): Promise<Surroundings> {
    const place = { cwd: EXAMPLE, env: { PYTHONDONTWRITEBYTECODE: "1" } };
    const search = new Running(PYTHON(), ["-m", "tests.opensearch"], place);
    const [postgres, aws, [url]] = await Promise.all([
      TestPostgres.start(),
      startMoto(),
      search.untilItSays(/http:\S+/),
    ]);
    postgres.sql("postgres", `create role keeper login password '${PASSWORD}'`);
    postgres.sql("postgres", "create database library owner keeper");
    return new Surroundings(postgres, aws, search, url!);
  }

  /** Starts gunicorn, with the folder's own settings. */
  serve(): Promise<Served> {
    return Served.start(EXAMPLE, this.env);
  }

  /** Starts another process of the same image: `python <args>`. */
  run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Running {
    const env = { PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1", ...this.env, ...more };
    return new Running(PYTHON(), args, { cwd: EXAMPLE, env });
  }

  /** Runs one of the application's commands to its end: what it said. */
  async command(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<string> {
    const running = this.run(args, more);
    const code = await running.end();
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${running.said}`);
    return running.said;
  }

  async stop(): Promise<void> {
    this.postgres.stop();
    await Promise.all([this.aws.stop(), this.#search.stop()]);
  }
}
