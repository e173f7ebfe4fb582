import { Listr } from "listr2";
import { type StackResult, succeeded } from "./result.ts";

/** Shows how the stacks come along. */
export interface Progress {
  /** A stack does something now. */
  step(stack: string, text: string): void;
  /** A stack has ended. */
  end(result: StackResult): void;
  /** Something that concerns all that still run. */
  note(text: string): void;
  /** Everything has ended; resolves when all of it is shown. */
  close(): Promise<void>;
}

/** Moving lines on a terminal, plain lines elsewhere. */
export function showProgress(
  stacks: readonly string[],
  terminal: boolean,
  talk: (text: string) => void,
): Progress {
  return terminal ? movingLines(stacks) : plainLines(talk);
}

/** One line when a stack begins something new and one when it ends. */
export function plainLines(write: (line: string) => void): Progress {
  const last = new Map<string, string>();
  return {
    step(stack, text) {
      // How far an apply is would be a line for each thing.
      const phase = text.replace(/^apply \d+ of (\d+)$/, "apply of $1");
      if (last.get(stack) === phase) return;
      last.set(stack, phase);
      write(`${stack}: ${phase}`);
    },
    end: (result) => write(`${result.stack}: ${closing(result)}`),
    note: write,
    close: async () => {},
  };
}

function movingLines(stacks: readonly string[]): Progress {
  const tasks = new Map<string, { title: string; output: string }>();
  const ends = new Map<string, (result: StackResult) => void>();
  const list = new Listr(
    stacks.map((stack) => ({
      title: stack,
      task: async (_context, task) => {
        tasks.set(stack, task);
        const result = await new Promise<StackResult>((resolve) => ends.set(stack, resolve));
        tasks.delete(stack);
        task.title = `${stack}: ${closing(result)}`;
        if (!succeeded(result.ending)) throw new Error(task.title);
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Interrupts are ours: Terraform must end first.
      registerSignalListeners: false,
      rendererOptions: { collapseErrors: false, showErrorMessage: false },
    },
  );
  const shown = list.run();
  return {
    step(stack, text) {
      const task = tasks.get(stack);
      if (task) task.title = `${stack}: ${text}`;
    },
    end: (result) => ends.get(result.stack)?.(result),
    note(text) {
      for (const task of tasks.values()) task.output = text;
    },
    close: () => shown.then(() => {}),
  };
}

function closing({ ending, seconds, resources, problems }: StackResult): string {
  const time = `${seconds.toFixed(1)} s`;
  switch (ending) {
    case "ok":
      return `ok, ${resources} resources, ${time}`;
    case "blocked":
    case "kept":
      return problems[0] ?? ending;
    default:
      return `${ending} after ${time}`;
  }
}
