"""Measures graphs with NetworkX and igraph, for tests/analysis.rs.

In: a file of JSON lines {"n": nodes, "edges": [[source, target, weight], ...], "communities": [one a node]}.
Out: a JSON line each, with the measures by node; of communities the modularity of the given ones and of those that NetworkX
(Louvain) and igraph (Leiden) find.
"""

import json
import random
import sys

try:
    import igraph
    import networkx as nx
    from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python as pagerank
except ImportError as missing:
    print(missing.name, file=sys.stderr)
    sys.exit(3)


def graph_of(kind, line):
    graph = kind()
    graph.add_nodes_from(range(line["n"]))
    for source, target, weight in line["edges"]:
        before = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
        graph.add_edge(source, target, weight=before + weight)
    return graph


def by_node(values, n):
    return [values[node] for node in range(n)]


def leiden(graph, n):
    edges = list(graph.edges(data="weight"))
    other = igraph.Graph(n=n, edges=[edge[:2] for edge in edges])
    random.seed(1)  # igraph draws from it
    found = other.community_leiden("modularity", weights=[edge[2] for edge in edges], n_iterations=-1)
    return [set(members) for members in found if members]


def measures(line):
    n = line["n"]
    directed, undirected = graph_of(nx.DiGraph, line), graph_of(nx.Graph, line)
    given = [{node for node in range(n) if line["communities"][node] == c} for c in set(line["communities"])]
    modularity = lambda division: nx.community.modularity(undirected, division)
    component = {node: min(nodes) for nodes in nx.weakly_connected_components(directed) for node in nodes}
    return {
        "pagerank": by_node(pagerank(directed, alpha=0.85, tol=1e-13, max_iter=1000), n),
        "betweenness_directed": by_node(nx.betweenness_centrality(directed), n),
        "betweenness_undirected": by_node(nx.betweenness_centrality(undirected), n),
        "n_in": by_node(dict(directed.in_degree()), n),
        "n_out": by_node(dict(directed.out_degree()), n),
        "n_neighbours": [len(set(undirected[node]) - {node}) for node in range(n)],
        "strength_in": by_node(dict(directed.in_degree(weight="weight")), n),
        "strength_out": by_node(dict(directed.out_degree(weight="weight")), n),
        "component": by_node(component, n),
        "given": modularity(given),
        "louvain": modularity(nx.community.louvain_communities(undirected, seed=1)),
        "leiden": modularity(leiden(undirected, n)),
    }


for line in open(sys.argv[1], encoding="utf-8"):
    print(json.dumps(measures(json.loads(line))))
