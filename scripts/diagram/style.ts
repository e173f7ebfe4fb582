/**
 * Colours of pictures, for light and for dark. They win over what Graphviz writes at each shape.
 * The text keeps to at least 7:1 against what is behind it.
 */
export const STYLE = `
svg { --paper: #fff; --ink: #1f2328; --line: #59636e; --frame: #d1d9e0; --own: #ddf4ff; --bare: #fff1c2; --outside: #f6f8fa; }
@media (prefers-color-scheme: dark) {
svg { --paper: #0d1117; --ink: #f0f6fc; --line: #9198a1; --frame: #3d444d; --own: #12304f; --bare: #3f2f00; --outside: #151b23; }
}
text { font-family: Verdana, "DejaVu Sans", Arial, Helvetica, sans-serif; fill: var(--ink); }
.paper > polygon { fill: var(--paper); }
.frame path { fill: none; stroke: var(--frame); }
.node path { stroke: var(--line); }
.own path { fill: var(--own); }
.bare path { fill: var(--bare); }
.outside path { fill: var(--outside); stroke-dasharray: 4 3; }
.edge path { stroke: var(--line); }
.edge polygon { fill: var(--line); stroke: var(--line); }
`;
