//! Brings the file of an older program up to the schema of this one.
//!
//! The old tables step aside under other names, the new ones are made as in a new file, what was read and corrected is
//! copied over, and all that is derived is made anew. It is one transaction: a process that ends within leaves the old
//! file.

use rusqlite::{Connection, TransactionBehavior};

use super::derive;
use super::store::{SCHEMA_VERSION, create_tables};

/// For each schema but the last, how its tables, renamed to `old_...`, become those of the next.
const STEPS: &[&str] = &[include_str!("migration/from_1.sql")];

/// Migrates a file of this older schema.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    // References would follow the tables to their other names.
    connection.execute_batch("PRAGMA legacy_alter_table = ON")?;
    let migrated = in_transaction(connection);
    connection.execute_batch("PRAGMA legacy_alter_table = OFF")?;
    migrated
}

fn in_transaction(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for its turn.
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found >= SCHEMA_VERSION {
        return Ok(());
    }
    set_aside(&transaction)?;
    create_tables(&transaction)?;
    let step = usize::try_from(found - 1).ok().and_then(|step| STEPS.get(step));
    transaction.execute_batch(step.expect("every older schema has a step"))?;
    remove_old(&transaction)?;
    derive::anew(&transaction)?;
    transaction.commit()
}

/// Renames the tables and lets go of what hangs on them.
fn set_aside(connection: &Connection) -> rusqlite::Result<()> {
    for kind in ["view", "index"] {
        for name in names(connection, &format!("type = '{kind}' AND sql NOTNULL"))? {
            connection.execute_batch(&format!("DROP {kind} {name}"))?;
        }
    }
    // The index of words is made anew; what it consists of goes with it.
    for name in names(connection, "type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'")? {
        connection.execute_batch(&format!("DROP TABLE {name}"))?;
    }
    for name in names(connection, "type = 'table' AND name NOT LIKE 'sqlite_%'")? {
        connection.execute_batch(&format!("ALTER TABLE {name} RENAME TO old_{name}"))?;
    }
    Ok(())
}

fn remove_old(connection: &Connection) -> rusqlite::Result<()> {
    // Numbers that were given once are not given again.
    connection.execute_batch(
        "INSERT INTO sqlite_sequence SELECT SUBSTR(o.name, 5), o.seq FROM sqlite_sequence o
             WHERE o.name LIKE 'old%' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence n WHERE n.name = SUBSTR(o.name, 5));
         UPDATE sqlite_sequence AS n SET seq = MAX(n.seq, o.seq) FROM sqlite_sequence o WHERE o.name = 'old_' || n.name;",
    )?;
    for name in names(connection, "type = 'table' AND name LIKE 'old%'")? {
        connection.execute_batch(&format!("DROP TABLE {name}"))?;
    }
    Ok(())
}

fn names(connection: &Connection, condition: &str) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(&format!("SELECT name FROM sqlite_schema WHERE {condition} ORDER BY name"))?;
    query.query_map([], |row| row.get(0))?.collect()
}
