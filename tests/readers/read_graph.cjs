// Reads an export with graphology, as Gephi Lite does, and prints what it got, as JSON for tests/exports.rs to compare.
//
//     node read_graph.cjs graph.graphml|graph.gexf
//
// Exit code 3: the library is not installed.

const fs = require("fs");

const NODE = ["label", "name", "kind", "leader", "articles", "size", "color"];
const EDGE = ["type", "label", "family", "symmetric", "weight", "statements", "negated", "color", "evidence"];

function main(path) {
  let graphology, gexf, graphml, xmldom;
  try {
    graphology = require("graphology");
    gexf = require("graphology-gexf");
    graphml = require("graphology-graphml");
    xmldom = require("@xmldom/xmldom");
  } catch (error) {
    console.error(error.message.split("\n")[0]);
    process.exit(3);
  }
  const text = fs.readFileSync(path, "utf8");
  const options = { addMissingNodes: false };
  const reader = path.endsWith(".gexf") ? gexf : graphml;
  const graph = reader.parse(graphology.MultiGraph, text, options);
  const upper = (color) => (color && color.startsWith("#") ? "#" + color.slice(1).toUpperCase() : rgb(color));
  const pick = (attributes, names) =>
    names.map((name) => (name === "color" ? upper(attributes[name]) : (attributes[name] ?? null)));
  const nodes = graph.mapNodes((id, attributes) => [id, ...pick({ name: attributes.label, ...attributes }, NODE)]);
  const edges = graph.mapEdges((_, attributes, source, target) => [source, target, ...pick(attributes, EDGE)]);
  const undirected = graph.mapUndirectedEdges((id) => id).length;
  console.log(JSON.stringify({ nodes, edges, undirected }));
}

function rgb(color) {
  const parts = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(color || "");
  return parts ? "#" + parts.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, "0")).join("").toUpperCase() : null;
}

main(process.argv[2]);
