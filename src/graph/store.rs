//! The SQLite file: opening, migrating, adding articles. All SQL is here and in `schema.sql`.
