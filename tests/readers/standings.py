"""Compares what whom says of networks with what NetworkX says: one JSON network a line on stdin, one fault a line on stdout.

Exit code 3 when NetworkX is not installed.
"""

import json
import sys

try:
    import networkx as nx
    from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank
except ImportError:
    print("networkx", file=sys.stderr)
    sys.exit(3)

PRECISION = 1e-6


def directed(network):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network["n_nodes"]))
    for source, target, weight, is_symmetric in network["edges"]:
        for a, b in [(source, target)] + [(target, source)] * is_symmetric:
            before = graph.get_edge_data(a, b, {"weight": 0})["weight"]
            graph.add_edge(a, b, weight=before + weight)
    return graph


def undirected(network):
    graph = nx.Graph()
    graph.add_nodes_from(range(network["n_nodes"]))
    for a, b, weight, _ in network["edges"]:
        before = graph.get_edge_data(a, b, {"weight": 0})["weight"]
        graph.add_edge(a, b, weight=before + weight)
    return graph


def differing(name, found, expected):
    return [
        f"{name} of node {node}: {found[node]}, NetworkX says {value}"
        for node, value in expected.items()
        if abs(found[node] - value) > PRECISION
    ]


def faults(network):
    found = differing(
        "PageRank", network["pagerank"], pagerank(directed(network), alpha=0.85, tol=1e-10, max_iter=2000)
    )
    found += differing("betweenness", network["betweenness"], nx.betweenness_centrality(undirected(network)))
    graph = undirected(network)
    for a, b, length in network["paths"]:
        expected = nx.shortest_path_length(graph, a, b) if nx.has_path(graph, a, b) else None
        if length != expected:
            found.append(f"path from {a} to {b} of {length}, NetworkX says {expected}")
    return found


for number, line in enumerate(sys.stdin):
    for fault in faults(json.loads(line)):
        print(f"network {number}: {fault}")
