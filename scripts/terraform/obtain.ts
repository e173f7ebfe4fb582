import { fetchTerraform } from "./fetch.ts";
import { type FindOptions, findTerraform, PINNED, type Terraform } from "./find.ts";

/** There is no Terraform to work with; the message says what to do. */
export class NoTerraform extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "NoTerraform";
  }
}

/** How to come to a Terraform where the machine has none. */
export interface ObtainOptions extends FindOptions {
  /** True where the user has already said that it may be fetched. */
  readonly mayFetch: boolean;
  /** Asks the user; left out where there is no terminal to ask on. */
  readonly ask?: (question: string) => Promise<boolean>;
  readonly talk: (text: string) => void;
  /** Fetches it and returns its path. Tests give their own. */
  readonly fetch?: (tools: string) => Promise<string>;
}

/** Finds Terraform, or offers to fetch the pinned one into the checkout. Never touches what is there. */
export async function obtainTerraform(options: ObtainOptions): Promise<Terraform> {
  const found = await findTerraform(options);
  if ("terraform" in found) return found.terraform;
  if (!found.fetchable) throw new NoTerraform(found.problem);
  const question = `${found.problem}. Fetch Terraform ${PINNED} from releases.hashicorp.com into .tools?`;
  const allowed = options.mayFetch || options.env["GROUNDPLAN_FETCH_TERRAFORM"] === "1";
  const may = allowed || (await options.ask?.(question));
  if (!may) {
    throw new NoTerraform(
      `${found.problem}; or let me fetch Terraform ${PINNED} into .tools: repeat the command with --fetch-terraform`,
    );
  }
  options.talk(`fetching Terraform ${PINNED} from its publisher`);
  const fetchIt = options.fetch ?? ((tools) => fetchTerraform({ tools }));
  await fetchIt(options.tools);
  const again = await findTerraform(options);
  if ("terraform" in again) return again.terraform;
  throw new NoTerraform(`Terraform ${PINNED} was fetched, but does not run: ${again.problem}`);
}
