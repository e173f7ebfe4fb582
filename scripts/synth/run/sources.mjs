import { join } from "node:path";
import { writeChanged } from "../patch/changed-files.mjs";

/** Name of the file, beside the manifest, that tells where each thing was made. */
export const SOURCES_FILE = "sources.json";

/** Frames that are kept: from the `new` in a module to the app that asked for it. */
const FRAMES = 16;

/**
 * Notes where each resource, data source and output is made, and writes it to `sources.json` when
 * an app is synthesized. Nothing of it reaches a stack's JSON.
 *
 * V8 takes down a stack trace cheaply and formats it only when it is read, which is once, at the
 * end, and only as far as the app.
 *
 * @param {typeof import("cdktf")} cdktf
 * @param {typeof import("constructs")} constructs
 * @returns {SourceRecorder}
 */
export function recordSources(cdktf, constructs) {
  /** @type {WeakMap<object, { stack?: unknown }>} */
  let traces = new WeakMap();
  /** @type {((frame: NodeJS.CallSite) => Place | undefined) | undefined} */
  let placeOf;
  const { addMetadata } = constructs.Node.prototype;
  const { synth } = cdktf.App.prototype;

  /** @type {typeof addMetadata} */
  constructs.Node.prototype.addMetadata = function noteSource(type, data, options) {
    // What cdktf says of itself to every element when it is made.
    if (placeOf && type === "stacktrace") traces.set(hostOf(this), takeTrace(hostOf(this)));
    addMetadata.call(this, type, data, options);
  };

  cdktf.App.prototype.synth = function synthWithSources() {
    synth.call(this);
    if (!placeOf) return;
    const made = elementsOf(cdktf, this, traces, placeOf);
    const lines = made.map((element) => JSON.stringify(element)).join(",\n    ");
    writeChanged(
      join(this.outdir, SOURCES_FILE),
      `{\n  "version": 1,\n  "sources": [\n    ${lines}\n  ]\n}\n`,
    );
  };

  return {
    start: (locate) => {
      traces = new WeakMap();
      placeOf = locate;
    },
    stop: () => {
      placeOf = undefined;
    },
  };
}

/**
 * The stack trace above an element's own constructors: the first frame is the author's `new`.
 *
 * @param {object} element
 */
function takeTrace(element) {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const trace = {};
  Error.captureStackTrace(trace, /** @type {Function} */ (element.constructor));
  Error.stackTraceLimit = before;
  return trace;
}

/**
 * @param {typeof import("cdktf")} cdktf
 * @param {import("cdktf").App} app
 * @param {WeakMap<object, { stack?: unknown }>} traces
 * @param {(frame: NodeJS.CallSite) => Place | undefined} placeOf
 * @returns {MadeElement[]}
 */
function elementsOf(cdktf, app, traces, placeOf) {
  const before = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, frames) => placesIn(frames, placeOf);
  try {
    /** @type {MadeElement[]} */
    const made = [];
    for (const construct of app.node.findAll()) {
      const trace = traces.get(construct);
      const address = trace && addressOf(cdktf, construct);
      if (!address) continue;
      const places = /** @type {ReturnType<typeof placesIn>} */ (trace.stack);
      const { id: stack } = cdktf.TerraformStack.of(construct).node;
      made.push({ stack, address, path: construct.node.path, ...places });
    }
    return made;
  } finally {
    Error.prepareStackTrace = before;
  }
}

/**
 * Where the `new` stands, and where the app or the environment is that led to it. A `new` in an app
 * is both.
 *
 * @param {NodeJS.CallSite[]} frames
 * @param {(frame: NodeJS.CallSite) => Place | undefined} placeOf
 * @returns {{ made?: string, asked?: string }}
 */
function placesIn(frames, placeOf) {
  /** @type {string | undefined} */
  let made;
  for (const frame of frames) {
    const place = placeOf(frame);
    if (!place) continue;
    const text = `${place.file}:${place.line}`;
    made ??= text;
    if (!place.file.startsWith("modules/")) return { made, asked: text };
  }
  return made === undefined ? {} : { made };
}

/**
 * Terraform's address of an element, for those that have one and are written.
 *
 * @param {typeof import("cdktf")} cdktf
 * @param {any} element
 * @returns {string | undefined}
 */
function addressOf(cdktf, element) {
  if (cdktf.TerraformResource.isTerraformResource(element)) {
    const moved = /** @type {any} */ (element)._hasMoved;
    return moved ? undefined : `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (cdktf.TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (cdktf.TerraformOutput.isTerraformOutput(element)) return `output.${element.friendlyUniqueId}`;
  if (element instanceof /** @type {any} */ (cdktf.TerraformRemoteState)) {
    return `data.terraform_remote_state.${element.friendlyUniqueId}`;
  }
  return undefined;
}

/** @param {import("constructs").Node} node */
function hostOf(node) {
  return /** @type {{ host: object }} */ (/** @type {unknown} */ (node)).host;
}

/**
 * @typedef {{ file: string, line: number }} Place
 *
 * @typedef {object} MadeElement
 * @property {string} stack id of the stack
 * @property {string} address Terraform's address in that stack
 * @property {string} path path of the construct
 * @property {string} [made] `file:line` of the `new`, often in a module
 * @property {string} [asked] `file:line` of the app or environment that led to it
 *
 * @typedef {object} SourceRecorder
 * @property {(placeOf: (frame: NodeJS.CallSite) => Place | undefined) => void} start records from
 *   now on; `placeOf` tells the TypeScript of a frame
 * @property {() => void} stop
 */
