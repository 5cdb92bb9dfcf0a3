"""Reads an export with a tool that people use and prints what it got, as JSON for `tests/exports.rs` to compare.

    read_graph.py networkx graph.graphml
    read_graph.py igraph graph.graphml
    read_graph.py node-link graph.json

Exit code 3: the library is not installed.
"""

import json
import sys

NODE = ["label", "name", "kind", "leader", "articles", "size", "color"]
EDGE = ["type", "label", "family", "symmetric", "weight", "statements", "negated", "color", "evidence"]


def pick(attributes, names):
    return [attributes.get(name) for name in names]


def networkx_rows(graph):
    nodes = [[node, *pick(data, NODE)] for node, data in graph.nodes(data=True)]
    edges = [[source, target, *pick(data, EDGE)] for source, target, data in graph.edges(data=True)]
    return nodes, edges


def read_networkx(path):
    import networkx

    graph = networkx.read_graphml(path)
    assert graph.is_directed() and graph.is_multigraph(), type(graph)
    # The reader's own keys are the ids of the file's edges.
    for source, target, key, data in graph.edges(keys=True, data=True):
        assert key == f"{source}--{data['type']}--{target}", key
    return networkx_rows(graph)


def read_node_link(path):
    import networkx

    with open(path, encoding="utf-8") as file:
        graph = networkx.node_link_graph(json.load(file), edges="edges")
    assert graph.is_directed() and graph.is_multigraph(), type(graph)
    for _, _, key, data in graph.edges(keys=True, data=True):
        assert key == data["type"], key
    return networkx_rows(graph)


def read_igraph(path):
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    assert graph.is_directed()
    ids = graph.vs["id"] if len(graph.vs) else []
    nodes = [[node["id"], *pick(node.attributes(), NODE)] for node in graph.vs]
    edges = [[ids[edge.source], ids[edge.target], *pick(edge.attributes(), EDGE)] for edge in graph.es]
    return nodes, edges


READERS = {"networkx": read_networkx, "igraph": read_igraph, "node-link": read_node_link}

if __name__ == "__main__":
    _, reader, path = sys.argv
    try:
        nodes, edges = READERS[reader](path)
    except ModuleNotFoundError as error:
        print(error.name, file=sys.stderr)
        sys.exit(3)
    json.dump({"nodes": sorted(nodes), "edges": sorted(edges)}, sys.stdout)
