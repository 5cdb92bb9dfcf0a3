//! Which actor each persona is a part of, read once however many statements name it.

use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// Actors by persona, read as they are asked for.
pub(in crate::graph) struct ActorOf<'c> {
    connection: &'c Connection,
    known: FxHashMap<u32, u32>,
}

impl<'c> ActorOf<'c> {
    pub(in crate::graph) fn new(connection: &'c Connection) -> Self {
        ActorOf { connection, known: FxHashMap::default() }
    }

    /// Reads all at once, as is quicker where most will be asked for.
    pub(super) fn read_all(&mut self) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare("SELECT number, actor FROM persona WHERE actor NOTNULL")?;
        self.known = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(())
    }

    pub(in crate::graph) fn persona(&mut self, persona: u32) -> rusqlite::Result<u32> {
        if let Some(actor) = self.known.get(&persona) {
            return Ok(*actor);
        }
        let mut query = self.connection.prepare_cached("SELECT actor FROM persona WHERE number = ?")?;
        let actor = query.query_row([persona], |row| row.get(0))?;
        self.known.insert(persona, actor);
        Ok(actor)
    }
}
