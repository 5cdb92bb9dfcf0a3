"""Reads an export with a tool that people use and prints what it got, as JSON for `tests/exports.rs` to compare.

    read_graph.py networkx graph.graphml
    read_graph.py igraph graph.graphml
    read_graph.py node-link graph.json
    read_graph.py cytoscape graph.cyjs
    read_graph.py duckdb FOLDER          (nodes.csv and edges.csv)
    read_graph.py duckdb-table table.csv (prints its rows)
    read_graph.py duckdb-parquet FOLDER  (nodes.parquet, edges.parquet and statements.parquet)
    read_graph.py neo4j FOLDER           (nodes.csv and edges.csv, by the rules of neo4j-admin database import)
    read_graph.py rdflib graph.ttl
    read_graph.py nanopubs graph.nq
    read_graph.py followthemoney graph.ftm

Exit code 3: the library is not installed.
"""

import json
import sys
import unicodedata

NODE = ["label", "name", "kind", "leader", "articles", "size", "color"]
EDGE = ["type", "label", "family", "symmetric", "weight", "statements", "negated", "color", "evidence"]


def pick(attributes, names):
    return [attributes.get(name) for name in names]


def rows(nodes, edges):
    return {"nodes": sorted(nodes, key=str), "edges": sorted(edges, key=str)}


def networkx_rows(graph):
    nodes = [[node, *pick(data, NODE)] for node, data in graph.nodes(data=True)]
    edges = [[source, target, *pick(data, EDGE)] for source, target, data in graph.edges(data=True)]
    return rows(nodes, edges)


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


def read_cytoscape(path):
    import networkx

    with open(path, encoding="utf-8") as file:
        graph = networkx.cytoscape_graph(json.load(file))
    assert graph.is_directed() and graph.is_multigraph(), type(graph)
    return networkx_rows(graph)


def read_igraph(path):
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    assert graph.is_directed()
    ids = graph.vs["id"] if len(graph.vs) else []
    nodes = [[node["id"], *pick(node.attributes(), NODE)] for node in graph.vs]
    edges = [[ids[edge.source], ids[edge.target], *pick(edge.attributes(), EDGE)] for edge in graph.es]
    return rows(nodes, edges)


def table(path):
    import duckdb

    relation = duckdb.read_csv(path, header=True, delimiter=",", quotechar='"', escapechar='"', sample_size=-1)
    return [dict(zip(relation.columns, row)) for row in relation.fetchall()]


def read_duckdb(folder):
    nodes = [{**row, "label": row["Label"]} for row in table(f"{folder}/nodes.csv")]
    edges = [{**row, "label": row["Label"], "weight": row["Weight"], "type": row["relation"]} for row in table(f"{folder}/edges.csv")]
    for edge in edges:
        assert edge["Type"] == ("Undirected" if edge["symmetric"] else "Directed"), edge
        assert edge["Kind"] == edge["type"], edge
    nodes = [[row["Id"], *pick(row, NODE)] for row in nodes]
    edges = [[row["Source"], row["Target"], *pick(row, EDGE)] for row in edges]
    return rows(nodes, edges)


def read_duckdb_table(path):
    return {"nodes": [], "edges": [], "rows": json.loads(json.dumps(table(path), default=str))}


def read_duckdb_parquet(folder):
    import duckdb

    tables = {}
    for name in ("nodes", "edges", "statements"):
        relation = duckdb.read_parquet(f"{folder}/{name}.parquet")
        types = dict(zip(relation.columns, map(str, relation.types)))
        expected = {"aliases": "VARCHAR[]", "article_ids": "VARCHAR[]", "articles": "BIGINT", "leader": "BOOLEAN", "weight": "DOUBLE", "evidence": "VARCHAR", "start": "BIGINT"}
        assert all(types[column] == kind for column, kind in expected.items() if column in types), types
        tables[name] = [dict(zip(relation.columns, row)) for row in relation.fetchall()]
    for edge in tables["edges"]:
        assert edge["id"] == f"{edge['source']}--{edge['type']}--{edge['target']}", edge
        assert len(edge["article_ids"]) == edge["weight"], edge
    nodes = [[row["id"], *pick(row, NODE)] for row in tables["nodes"]]
    edges = [[row["source"], row["target"], *pick(row, EDGE)] for row in tables["edges"]]
    return {**rows(nodes, edges), "rows": tables["statements"]}


NEO4J_TYPES = {
    "": str,
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string[]": lambda cell: cell.split(";"),
}


def neo4j_table(path, special):
    """Rows by the header rules of Neo4j's bulk import: `name:type`, and each special column once, without a type.

    https://neo4j.com/docs/operations-manual/current/tools/neo4j-admin/neo4j-admin-import/#import-tool-header-format
    """
    import csv

    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file, strict=True)
    fields = [name if name in special else name.partition(":") for name in head]
    names = [field if isinstance(field, str) else field[0] for field in fields]
    assert len(set(names)) == len(names) and set(special) <= set(names), names
    table = []
    for line in lines:
        assert len(line) == len(head), line
        # An empty cell is no property at all.
        cells = zip(names, fields, line)
        table.append({name: cell if isinstance(field, str) else NEO4J_TYPES[field[2]](cell) for name, field, cell in cells if cell})
    return table


def read_neo4j(folder):
    nodes = neo4j_table(f"{folder}/nodes.csv", ["id:ID", ":LABEL"])
    edges = neo4j_table(f"{folder}/edges.csv", [":START_ID", ":END_ID", ":TYPE"])
    ids = {node["id:ID"] for node in nodes}
    assert len(ids) == len(nodes), "ids are unique"
    for node in nodes:
        labels = node[":LABEL"].split(";")
        assert labels[0].lower() == node["kind"] and ("Leader" in labels) == node["leader"], node
    for edge in edges:
        assert edge[":START_ID"] in ids and edge[":END_ID"] in ids, edge
        edge["type"] = edge[":TYPE"].lower()
    nodes = [[node["id:ID"], *pick(node, NODE)] for node in nodes]
    edges = [[edge[":START_ID"], edge[":END_ID"], *pick(edge, EDGE)] for edge in edges]
    with open(f"{folder}/import.sh", encoding="utf-8") as file:
        assert "neo4j-admin database import full" in file.read()
    return rows(nodes, edges)


def read_rdflib(path):
    import rdflib

    graph = rdflib.Graph().parse(path, format="turtle")
    whom, schema = rdflib.Namespace("urn:whom:vocabulary:"), rdflib.Namespace("https://schema.org/")
    short = lambda iri: str(iri).removeprefix("urn:whom:")
    nodes = [[short(node), str(graph.value(node, rdflib.RDFS.label)), str(kind)] for node, kind in graph.subject_objects(whom.kind)]
    actors = {node for node in graph.subjects(whom.kind)}
    edges = [
        [short(s), str(p).removeprefix(whom), short(o)]
        for s, p, o in graph
        if s in actors and o in actors and str(p).startswith(whom)
    ]
    statements = [
        [short(graph.value(s, rdflib.RDF.subject)), short(graph.value(s, rdflib.RDF.object)), str(graph.value(s, whom.polarity)),
         str(graph.value(s, rdflib.PROV.value)), str(graph.value(graph.value(s, rdflib.PROV.wasDerivedFrom), schema.headline))]
        for s in graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement)
    ]
    return {**rows(nodes, edges), "rows": sorted(statements)}


def read_nanopubs(path):
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(path, format="nquads")
    np = rdflib.Namespace("http://www.nanopub.org/nschema#")
    found = []
    for s, _, _, _ in dataset.quads((None, rdflib.RDF.type, np.Nanopublication, None)):
        parts = [next(o for _, _, o, _ in dataset.quads((s, p, None, None))) for p in (np.hasAssertion, np.hasProvenance, np.hasPublicationInfo)]
        assert all(len(dataset.graph(part)) > 0 for part in parts), parts
        evidence = next(o for _, _, o, _ in dataset.quads((parts[0], rdflib.PROV.value, None, parts[1])))
        found.append([str(evidence)])
    return {"nodes": [], "edges": [], "rows": sorted(found)}


def plain(text):
    """Text without joiners and marks of direction, which followthemoney drops, and with accents composed."""
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFC", visible)


def read_followthemoney(path):
    from followthemoney import model
    from followthemoney.types import registry

    nodes, edges, articles = [], [], []
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n")[:-1]:
            data = json.loads(line)
            assert registry.entity.validate(data["id"]), data["id"]
            schema = model.get(data["schema"])
            schema.validate(data)
            proxy = model.get_proxy(data, cleaned=False)
            # Nothing that can be seen is cleaned away.
            for name, values in data["properties"].items():
                assert {plain(v) for v in proxy.get(name)} == {plain(v) for v in values}, (name, values, proxy.get(name))
            if schema.edge:
                source, target = proxy.first(schema.source_prop.name), proxy.first(schema.target_prop.name)
                edges.append([source, target, proxy.first("role") or proxy.first("relationship"), *data["properties"]["summary"]])
            elif schema.name == "Article":
                articles.append([proxy.first("title")])
            else:
                nodes.append([proxy.id, *data["properties"]["name"], schema.name])
    return {**rows(nodes, edges), "rows": sorted(articles)}


READERS = {
    "networkx": read_networkx,
    "igraph": read_igraph,
    "node-link": read_node_link,
    "cytoscape": read_cytoscape,
    "duckdb": read_duckdb,
    "duckdb-table": read_duckdb_table,
    "duckdb-parquet": read_duckdb_parquet,
    "neo4j": read_neo4j,
    "rdflib": read_rdflib,
    "nanopubs": read_nanopubs,
    "followthemoney": read_followthemoney,
}

if __name__ == "__main__":
    _, reader, path = sys.argv
    try:
        found = READERS[reader](path)
    except ModuleNotFoundError as error:
        print(error.name, file=sys.stderr)
        sys.exit(3)
    json.dump(found, sys.stdout)
