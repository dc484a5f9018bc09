//! Migrations belong to rooms; one table knows which were applied.

use kernel::Ts;

use crate::{Error, Store, Turns, args};

/// One step, written in PostgreSQL's words; on SQLite the types are replaced and the tables are STRICT.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Unique in its room, such as `0001_person`.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, at TEXT NOT NULL)";
/// Any number will do; it keeps two programs from bringing one PostgreSQL store up to date at once.
const LOCK: &str = "SELECT pg_advisory_xact_lock(4842746)";

impl Store {
    /// Brings the store up to date, owner by owner, each step once and whole; gives the names of what was new.
    ///
    /// # Errors
    /// [`Error::Newer`] when the store knows steps that this program does not; [`Error::Migration`] when one fails.
    pub async fn migrate(&self, all: &[(&'static str, &'static [Migration])], now: Ts) -> Result<Vec<String>, Error> {
        self.refuse_newer(all).await?;
        let mut new = Vec::new();
        for (owner, migrations) in all {
            for migration in *migrations {
                let id = format!("{owner}/{}", migration.name);
                if self.apply(&id, migration, now).await? {
                    new.push(id);
                }
            }
        }
        Ok(new)
    }

    async fn refuse_newer(&self, all: &[(&'static str, &'static [Migration])]) -> Result<(), Error> {
        let work = self.begin(Turns::Once).await?;
        if !self.is_sqlite() {
            work.raw(LOCK).await?;
        }
        work.raw(TABLE).await?;
        let applied: Vec<(String,)> = work.list("SELECT id FROM migration ORDER BY id", vec![]).await?;
        work.commit().await?;
        let known =
            |id: &str| all.iter().any(|(owner, them)| them.iter().any(|it| id == format!("{owner}/{}", it.name)));
        match applied.into_iter().find(|(id,)| !known(id)) {
            Some((id,)) => Err(Error::Newer(id)),
            None => Ok(()),
        }
    }

    async fn apply(&self, id: &str, migration: &Migration, now: Ts) -> Result<bool, Error> {
        let work = self.begin(Turns::Alone).await?;
        if !self.is_sqlite() {
            work.raw(LOCK).await?;
        }
        let found: Option<(String,)> =
            work.maybe("SELECT id FROM migration WHERE id = $1", args![id.to_owned()]).await?;
        if found.is_some() {
            return Ok(false);
        }
        let sql = if self.is_sqlite() { dialect(migration.sql) } else { migration.sql.to_owned() };
        work.raw(&sql).await.map_err(|e| Error::Migration(id.to_owned(), e.to_string()))?;
        work.run("INSERT INTO migration (id, at) VALUES ($1, $2)", args![id.to_owned(), now.to_string()]).await?;
        work.commit().await?;
        Ok(true)
    }
}

/// Ends a table whose every column is in its primary key: on SQLite it is one tree instead of two.
const ALL_KEY: &str = "\n) /* all of it is its key */;";

/// PostgreSQL's type words in SQLite's, and tables STRICT.
#[must_use]
pub fn dialect(sql: &str) -> String {
    let word = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(start) = rest.find(word) {
        let (before, from) = rest.split_at(start);
        let (it, after) = from.split_at(from.find(|c| !word(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(match it {
            "UUID" | "BYTEA" => "BLOB",
            "TIMESTAMPTZ" | "DATE" | "JSONB" => "TEXT",
            "BIGINT" | "BOOLEAN" => "INTEGER",
            "DOUBLE" => "REAL",
            "PRECISION" => "",
            other => other,
        });
        rest = after;
    }
    out.push_str(rest);
    let out = out.replace(ALL_KEY, "\n) STRICT, WITHOUT ROWID;");
    out.replace("\n);", "\n) STRICT;").replace("DEFAULT FALSE", "DEFAULT 0").replace("DEFAULT TRUE", "DEFAULT 1")
}
