//! The queries of `docs/sql.md` run on the graph of the sample articles, and each finds something or may well find nothing.

use rusqlite::Connection;

#[test]
fn the_queries_of_the_docs_run() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("samples.db");
    assert_cmd::Command::cargo_bin("whom")
        .unwrap()
        .arg("--db")
        .arg(&db)
        .args(["ingest", "data/articles"])
        .assert()
        .success();
    let connection = Connection::open(&db).unwrap();
    let docs = std::fs::read_to_string("docs/sql.md").unwrap();
    let queries: Vec<&str> = docs.split("```sql\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    assert_eq!(queries.len(), 10);
    let mut n_empty = 0;
    for sql in queries {
        let mut query = connection.prepare(sql).unwrap_or_else(|error| panic!("{error} in {sql}"));
        let mut rows = query.query([]).unwrap();
        n_empty += usize::from(rows.next().unwrap().is_none());
    }
    assert!(n_empty <= 2, "{n_empty} queries find nothing in the samples");
}
