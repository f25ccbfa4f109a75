// Graphviz without an installation: `dot -Tsvg` of the graph on stdin, and `-Tcanon`, which lays out
// nothing.
//
// Arguments: the folder that holds node_modules, and what `dot` is given.

import { readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, format] = process.argv.slice(2);
const packaged = path.resolve(modules, 'node_modules/@hpcc-js/wasm-graphviz/dist/index.js');
const { Graphviz } = await import(pathToFileURL(packaged).href);
const graphviz = await Graphviz.load();
const graph = readFileSync(0, 'utf8');
const drawn = Buffer.from(
  format === '-Tcanon' ? graphviz.nop(graph) : graphviz.layout(graph, format.slice('-T'.length), 'dot'),
);
for (let at = 0; at < drawn.length; ) at += writeSync(1, drawn, at);
