"""Compares what whom says of networks with what NetworkX says: one JSON network a line on stdin, one fault a line on stdout.

Exit code 3 when NetworkX or SciPy is not installed.
"""

import json
import sys

try:
    import networkx as nx
    import scipy  # noqa: F401  (NetworkX computes PageRank with it)
except ImportError:
    print("networkx or scipy", file=sys.stderr)
    sys.exit(3)

PRECISION = 1e-6
# Modularity may be so much lower than the best of several runs of Louvain.
MARGIN = 0.01


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
        "PageRank", network["pagerank"], nx.pagerank(directed(network), alpha=0.85, tol=1e-10, max_iter=2000)
    )
    found += differing("betweenness", network["betweenness"], nx.betweenness_centrality(undirected(network)))
    graph = undirected(network)
    if graph.number_of_edges():
        groups = {}
        for node, group in enumerate(network["communities"]):
            groups.setdefault(group, set()).add(node)
        modularity = nx.community.modularity(graph, groups.values())
        if abs(modularity - network["modularity"]) > PRECISION:
            found.append(f"modularity {network['modularity']}, NetworkX says {modularity}")
        best = max(nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=s)) for s in range(3))
        if modularity < best - MARGIN * abs(best) - 1e-9:
            found.append(f"communities of modularity {modularity}, Louvain finds {best}")
    for a, b, length in network["paths"]:
        expected = nx.shortest_path_length(graph, a, b) if nx.has_path(graph, a, b) else None
        if length != expected:
            found.append(f"path from {a} to {b} of {length}, NetworkX says {expected}")
    return found


for number, line in enumerate(sys.stdin):
    for fault in faults(json.loads(line)):
        print(f"network {number}: {fault}")
