import { describe, expect, it } from "vitest";
import { Secrets } from "../secret/secrets.ts";
import { diffTexts } from "./text.ts";

const policy = (actions: readonly string[], key = "correct-horse-battery") =>
  JSON.stringify({ Statement: [{ Action: actions, Effect: "Allow" }], password: key });

const noteOf = (before: string, after: string) => diffTexts(before, after, new Secrets())?.note;

describe("two documents with something in them that is not shown", () => {
  it("say nothing of it where only the number of other things changes", () => {
    expect(noteOf(policy(["s3:Get"]), policy(["s3:Get", "s3:Put"]))).toBeUndefined();
    const script = (lines: string) => `#!/bin/sh\n${lines}export DB_PASSWORD=correct-horse\n`;
    expect(noteOf(script(""), script("echo one\necho two\n"))).toBeUndefined();
  });

  it("say that it changes as well where it does", () => {
    expect(noteOf(policy(["s3:Get"]), policy(["s3:Put"], "staple-and-tape"))).toBe(
      "sensitive parts change as well",
    );
  });

  it("hide a secret however the document escapes it", () => {
    const secrets = new Secrets();
    secrets.add("a/horse&battery-7");
    const said = (written: string) => `{"Statement":[{"Effect":"Allow","Action":"${written}"}]}`;
    for (const written of ["a/horse&battery-7", "a\\/horse&battery-7", "a/h\\u006frse&battery-7"]) {
      const diff = diffTexts(said("s3:GetObject"), said(written), secrets);
      const added = diff?.lines.filter(({ mark }) => mark === "+");
      expect(added?.map(({ text }) => text.trim())).toEqual(['"(sensitive)"']);
    }
  });

  it("hide a secret that is a name, and compare what stands below it", () => {
    const secrets = new Secrets();
    secrets.add("a/horse&battery-7");
    const said = (size: number) => JSON.stringify({ "a/horse&battery-7": { size } });
    const diff = diffTexts(said(1), said(2), secrets)!;
    expect(diff.note).toBe("sensitive parts change as well");
    expect(diff.lines.map(({ mark, text }) => mark + text)).toEqual([
      " {",
      '   "(sensitive)": {',
      '-    "size": 1',
      '+    "size": 2',
      "   }",
      " }",
    ]);
  });

  it("say that nothing else changes", () => {
    expect(noteOf(policy(["s3:Get"]), policy(["s3:Get"], "staple-and-tape"))).toBe(
      "only sensitive parts change",
    );
  });
});
