// @module-tag long
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { missing } from "../../parts/parts.ts";
import type { Answer, Served } from "../served/served.ts";
import { Surroundings } from "./library.ts";

/** What the load balancer adds to every request, and what a browser says of itself. */
const HEADERS = {
  host: "library.example.org",
  origin: "https://library.example.org",
  "x-forwarded-proto": "https",
};
const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const PERSON = { user: "kim", password: "a long one of kim's" };
const MANAGE = (...args: string[]) => ["manage.py", ...args];

const absent = ["gunicorn", "django-admin", "initdb", "moto_server"] as const;

describe.skipIf(absent.some((part) => missing(part)))("the example application", () => {
  let surroundings: Surroundings;
  let web: Served;
  let session: Record<string, string> = {};

  beforeAll(async () => {
    surroundings = await Surroundings.start();
    await surroundings.command(["tests/aws.py"]);
    web = await surroundings.serve();
  });
  afterAll(async () => {
    await web?.stop();
    await surroundings?.stop();
  });

  const ask = (method: string, path: string, body?: object | Buffer): Promise<Answer> => {
    const isPicture = Buffer.isBuffer(body);
    const type = { "content-type": isPicture ? "image/png" : "application/json" };
    const headers = { ...HEADERS, ...session, ...type };
    return web.ask(method, path, {
      headers,
      body: isPicture ? body : body && JSON.stringify(body),
    });
  };
  const titles = ({ body }: Answer) =>
    (body as { albums: { title: string }[] }).albums.map(({ title }) => title);
  const row = (columns: string) =>
    surroundings.postgres.sql("library", `select ${columns} from albums_album order by id`);

  it("takes no requests before its migrations ran, which may run again", async () => {
    const byAddress = () => web.ask("GET", "/health");
    expect((await web.ask("GET", "/health/live")).status).toBe(200);
    expect(await byAddress()).toMatchObject({
      status: 503,
      body: { status: "migrations are missing" },
    });
    const migrate = () => surroundings.command(MANAGE("migrate", "--no-input"));
    expect(await migrate()).toContain("Applying albums.0001_initial... OK");
    expect(await migrate()).toContain("No migrations to apply");
    expect(await byAddress()).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  it("lets a person of ours in, and nobody else", async () => {
    expect((await ask("POST", "/api/albums", {})).status).toBe(403);
    await surroundings.command(
      MANAGE("createsuperuser", "--no-input", "--username", PERSON.user, "--email", "k@e.org"),
      { DJANGO_SUPERUSER_PASSWORD: PERSON.password },
    );
    const { status, body, headers } = await ask("POST", "/api/auth/login", PERSON);
    expect(status).toBe(200);
    const cookies = headers["set-cookie"]!;
    for (const cookie of cookies) expect(cookie).toContain("; Secure");
    session = {
      cookie: cookies.map((cookie) => cookie.split(";")[0]).join("; "),
      "x-csrftoken": (body as { token: string }).token,
    };
  });

  it("keeps an album and its cover, and shows both", async () => {
    const said = { title: "Tago Mago", artist: "CAN", released: 1971 };
    expect(await ask("POST", "/api/albums", said)).toMatchObject({ status: 201, body: said });
    expect((await ask("POST", "/api/albums", said)).status).toBe(409);
    expect(titles(await ask("GET", "/api/albums"))).toEqual(["Tago Mago"]);
    const number = row("id");
    expect((await ask("PUT", `/api/albums/${number}/cover`, PNG)).status).toBe(200);
    const { status, headers } = await ask("GET", `/api/albums/${number}/cover`);
    expect(status).toBe(302);
    const picture = await fetch(headers.location!);
    expect(picture.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
  });

  it("finds what its worker told search of; a worker that is stopped ends well", async () => {
    expect(titles(await ask("GET", "/api/search?q=tago"))).toEqual([]);
    const worker = surroundings.run(MANAGE("work"));
    onTestFinished(async () => {
      await worker.stop();
    });
    await worker.untilItSays(/search knows of it/);
    expect(titles(await ask("GET", "/api/search?q=tago"))).toEqual(["Tago Mago"]);
    expect(await worker.stop()).toBe(0);
    expect(row("indexed_at is not null")).toBe("t");
  });

  it("catches up by the clock with what the queue lost", async () => {
    surroundings.postgres.sql("library", "update albums_album set indexed_at = null");
    expect(await surroundings.command(MANAGE("catch_up", "--minutes", "0"))).toBe(
      "search was told of 1\n",
    );
    expect(row("indexed_at is not null")).toBe("t");
  });

  it("is set up by a person, once or twice: who it is at the database, and at search", async () => {
    surroundings.postgres.sql(
      "postgres",
      "create role rds_iam nologin; alter role keeper createrole",
    );
    surroundings.postgres.sql("postgres", "grant rds_iam to keeper with admin option");
    const tasks = "arn:aws:iam::111122223333:role/tasks";
    const setUp = MANAGE(
      ...["set_up", "--user", "tasks", "--role", tasks],
      ...["--snapshots", "snapshots", "--snapshot-role", `${tasks}-snapshots`],
    );
    for (const _ of ["once", "twice"]) {
      expect((await surroundings.command(setUp)).trim().split("\n")).toEqual([
        "the database knows tasks",
        `search admits ${tasks}`,
        "search writes snapshots to snapshots",
      ]);
    }
  });

  it("stays ready without its database, as its successor would be no better", async () => {
    surroundings.postgres.sql(
      "postgres",
      "alter role keeper nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = 'keeper'",
    );
    const sick = await ask("GET", "/api/albums");
    const health = await web.ask("GET", "/health");
    surroundings.postgres.sql("postgres", "alter role keeper login");
    expect([sick.status, health.status]).toEqual([500, 200]);
    expect((await ask("GET", "/api/albums")).status).toBe(200);
  });

  it("says each thing in one line of JSON, and no secret; a stop ends it well", async () => {
    expect(await web.stop()).toBe(0);
    const lines = web.running.said.trim().split("\n");
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said.filter(({ message }) => message === "request").length).toBeGreaterThan(10);
    expect(said.filter(({ level }) => level === "error").map(({ message }) => message)).toEqual([
      "Service Unavailable: /health",
      "Internal Server Error: /api/albums",
    ]);
    for (const secret of [PERSON.password, surroundings.env["SECRET_KEY"]!, "a password, in"]) {
      expect(web.running.said).not.toContain(secret);
    }
  });
});
